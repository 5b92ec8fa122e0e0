// The kernels of one instruction set, as Swift sees them.
import CKernels

/// A set of encoder kernels that this processor runs. Any thread.
package struct EncoderKernels: @unchecked Sendable, CustomStringConvertible {
  // Sendable: points to a constant table of functions without state.
  let table: UnsafePointer<martlet_encoder_kernels>

  /// The fastest set.
  package static var best: EncoderKernels { EncoderKernels(table: martlet_encoder_kernels_best()) }

  /// Every set that runs here, the scalar reference first.
  package static var all: [EncoderKernels] {
    var sets: [EncoderKernels] = []
    while let table = martlet_encoder_kernels_at(sets.count) { sets.append(EncoderKernels(table: table)) }
    return sets
  }

  package var panelColumns: Int { table.pointee.panel_columns }
  package var description: String { String(cString: table.pointee.name) }
}
