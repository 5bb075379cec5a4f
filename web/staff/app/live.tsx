import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { ConversationLog } from '../../ui/socket/conversationLog';
import type { SocketStatus } from '../../ui/socket/socketClient';
import { LiveStore } from './liveStore';
import { playChime } from './sound';

const LiveContext = createContext<LiveStore | null>(null);

/** Opens the person's socket for as long as the shell is shown. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [store, setStore] = useState<LiveStore | null>(null);
  useEffect(() => {
    const live = new LiveStore(queries, playChime);
    const online = () => live.client.retry();
    window.addEventListener('online', online);
    setStore(live);
    return () => {
      window.removeEventListener('online', online);
      live.client.close();
    };
  }, [queries]);
  return store && <LiveContext.Provider value={store}>{children}</LiveContext.Provider>;
}

export function useLive(): LiveStore {
  const store = useContext(LiveContext);
  if (!store) throw new Error('useLive needs LiveProvider above it');
  return store;
}

export function useConnection(): SocketStatus {
  const store = useLive();
  return useSyncExternalStore(store.subscribe, store.getStatus);
}

/** The live log of a conversation; subscribed while it is shown. */
export function useConversationLog(conversationId: string): ConversationLog {
  const store = useLive();
  useEffect(() => {
    store.client.subscribe(conversationId);
    return () => store.client.unsubscribe(conversationId);
  }, [store, conversationId]);
  return useSyncExternalStore(store.subscribe, () => store.log(conversationId));
}
