/** `lean()` leaves the driver's Binary where the schema says Buffer. */
export function bytesOf(data: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer);
}
