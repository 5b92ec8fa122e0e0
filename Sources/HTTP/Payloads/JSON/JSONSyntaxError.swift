// Where and why a text is not JSON. The messages are those of Python's json module, because clients of this API have
// always been shown those (`ctx.error` of a 422 answer).

/// A text that is not JSON.
public struct JSONSyntaxError: Error, Equatable, CustomStringConvertible {
  /// What was expected or wrong, in the words of Python's json module where it has words for it.
  public let message: String
  /// The place, in Unicode scalars from the start of the text.
  public let offset: Int

  public var description: String { "\(message) at character \(offset)" }
}
