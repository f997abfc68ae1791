/**
 * Bytes of an answer that belong to their reader alone. Whoever has copied them can give their memory back at once; left to
 * the garbage collector, a gibibyte of them costs more time than hashing it.
 */

const received = new WeakSet<Uint8Array>()

/** Marks a chunk as the reader's own, if it is all that its memory holds. A view on some of it is never marked. */
export const markReceived = (chunk: Uint8Array): void => {
  if (chunk.length > 0 && chunk.length === chunk.buffer.byteLength) received.add(chunk)
}

/** Gives the memory of a marked chunk back: it has no bytes any more. Leaves all others alone. */
export const release = (chunk: Uint8Array): void => {
  if (received.delete(chunk) && chunk.buffer instanceof ArrayBuffer) chunk.buffer.transfer(0)
}
