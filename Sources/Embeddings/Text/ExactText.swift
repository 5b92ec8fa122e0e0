// Swift's `==` on strings takes "é" and "e" with an accent behind it for the same text. A model does not: what is looked
// up here must be the same byte for byte.

/// A text that is only equal to itself, byte for byte.
struct ExactText: Hashable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (one: ExactText, other: ExactText) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
