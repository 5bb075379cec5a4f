import type { WebSocket } from 'ws';
import { SOCKET_CLOSE, type ServerFrame } from '../../protocol/socket';
import type { Identity } from '../context';

/** A reader who is so many bytes behind is cut: he resumes by seq. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
/** While reading history for him, wait when he is so far behind. */
const PAUSE_AT_BYTES = 128 * 1024;
const PAUSE_MS = 20;
const MOST_PAUSES = 500;

/** One open socket of a person. */
export interface SocketConnection {
  readonly identity: Identity;
  /** Sends a frame, or cuts a reader who is too slow. False when the socket is not open any more. */
  send(frame: ServerFrame): boolean;
  /** Sends a frame that was made into text before, for many readers. */
  sendText(text: string): boolean;
  /** Waits until the reader has caught up; false when he didn't or is gone. */
  drained(): Promise<boolean>;
  close(code: number, reason: string): void;
}

export function socketConnection(socket: WebSocket, identity: Identity): SocketConnection {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const close = (code: number, reason: string): void => socket.close(code, reason);
  const sendText = (text: string): boolean => {
    if (!isOpen()) return false;
    if (socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      // The close frame stands behind what he has not read; ws drops him when he doesn't answer within 30 s.
      close(SOCKET_CLOSE.tooSlow, 'slow reader');
      return false;
    }
    socket.send(text);
    return true;
  };
  return {
    identity,
    sendText,
    send: (frame) => sendText(JSON.stringify(frame)),
    drained: async () => {
      for (let pause = 0; isOpen() && pause < MOST_PAUSES; pause++) {
        if (socket.bufferedAmount < PAUSE_AT_BYTES) return true;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (isOpen()) close(SOCKET_CLOSE.tooSlow, 'slow reader');
      return false;
    },
    close,
  };
}
