import type { SocketLike } from '../../ui/socket/socketClient';
import { heldToken } from './api';

/** Inside another site's page there is no cookie: the token then travels as a subprotocol, the only header we may set. */
export function openSocket(): SocketLike {
  const token = heldToken();
  const address = `${location.origin.replace(/^http/, 'ws')}/ws`;
  return new WebSocket(address, token ? ['cauce', `bearer.${token}`] : []) as SocketLike;
}
