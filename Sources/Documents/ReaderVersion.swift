// When documents have to be read again. Whoever keeps texts keeps this number with them.

/// The readers as a whole, by a number.
public enum ReaderVersion {
  /// Raised with every change to what any reader makes of the same bytes. What was read under a lower number is read again when
  /// it is processed again; nothing is read again by itself, because a text that changes moves every citation in it.
  public static let current = 4
}
