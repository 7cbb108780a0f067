/** FIN and the opcode of text: a whole message in one frame (RFC 6455, section 5.2). */
const WHOLE_TEXT = 0x81;
/** Lengths up to this stand in the second byte; that value and the next say that 2 or 8 bytes of length follow. */
const SHORT = 125;
const TWO_BYTES = 0xffff;

/** A server's WebSocket frame with this text, header and all: built once, written to each receiver as it is. */
export function encodeFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length <= SHORT ? 2 : length <= TWO_BYTES ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = WHOLE_TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = SHORT + 1;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = SHORT + 2;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header, 'utf8');
  return frame;
}
