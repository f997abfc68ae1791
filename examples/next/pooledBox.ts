/** The same on `@effect-box/node`: connections that are kept, proxies, SHA-1 by Node. Not for the edge runtime. */
import { NodeBox } from "@effect-box/node"
import { ManagedRuntime } from "effect"

export const pooledBox = ManagedRuntime.make(NodeBox.layerConfig)
