// In which numbers the dense layers compute. Everything else (attention, normalisation, pooling) is f32 in all of them.

/// The arithmetic of a native encoder's dense layers.
public enum Arithmetic: String, Sendable, Hashable, CaseIterable {
  /// 32-bit floating point, as the model was trained.
  case f32
  /// 16-bit integers with one scale per token and one per output, summed exactly in 32 bits: cosine to f32 above 0.99999, half the
  /// memory, and up to twice the speed where the processor multiplies and adds 16-bit pairs (x86).
  case int16
  /// 8-bit integers, with the spread of outlying inputs moved into the weights (see `InputRanges`), but 16 bits in the layer that
  /// suffers most (the second of the feed-forward part): a third of the memory, the fastest, and the only one whose vectors differ
  /// visibly: cosine to f32 about 0.999. Vectors of one collection should all come from one arithmetic.
  case int8

  /// The faster one of those that lose nothing on this kind of processor.
  public static var standard: Arithmetic {
    #if arch(x86_64)
      .int16
    #else
      .f32
    #endif
  }
}
