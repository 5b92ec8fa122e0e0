// How two vectors are compared.

/// How a collection compares vectors. Fixed when the collection is made; the raw value is the number in its files.
public enum Metric: UInt8, Sendable, Codable {
  /// The cosine of the angle between two vectors. Vectors are stored normalised to length 1; a zero vector is refused.
  case cosine = 0
  /// The inner product, for vectors whose length means something.
  case dot = 1
  /// Euclidean distance; scores are the negative **squared** distance, so that higher is better here too.
  case l2 = 2
}
