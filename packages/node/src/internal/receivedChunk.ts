/**
 * Chunks of an answer that belong to their reader alone. Once copied, their memory can be released immediately. Left to
 * the garbage collector, a gibibyte of chunks takes more time than hashing it.
 */

const received = new WeakSet<Uint8Array>()

/** Marks a chunk as owned by the reader, if it spans its whole buffer. A view of a larger buffer is never marked. */
export const markReceived = (chunk: Uint8Array): void => {
  if (chunk.length > 0 && chunk.length === chunk.buffer.byteLength) received.add(chunk)
}

/** Releases the memory of a marked chunk, which is empty afterwards. Does nothing for other chunks. */
export const release = (chunk: Uint8Array): void => {
  if (received.delete(chunk) && chunk.buffer instanceof ArrayBuffer) chunk.buffer.transfer(0)
}
