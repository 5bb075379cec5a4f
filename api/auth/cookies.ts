import { stringifySetCookie } from 'cookie';
import type { ApiSettings } from '../context';

const isSecure = ({ PUBLIC_URL }: ApiSettings): boolean => PUBLIC_URL?.startsWith('https:') ?? false;

/** `__Host-` binds the cookie to this host and to https; without https browsers refuse it. */
export const cookieName = (settings: ApiSettings): string => (isSecure(settings) ? '__Host-sid' : 'sid');

/** The session cookie: until the browser closes or the session ends. */
export function cookieOf(settings: ApiSettings, token: string): string {
  return write(settings, token);
}

export function clearCookie(settings: ApiSettings): string {
  return write(settings, '', 0);
}

function write(settings: ApiSettings, value: string, maxAge?: number): string {
  return stringifySetCookie(cookieName(settings), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(settings),
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}
