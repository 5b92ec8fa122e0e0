// The secret that signs session tokens. It comes from the configuration or is generated at the first start; there is no
// default, because a default is known to everybody.
//
// The file is made complete under another name and then linked, so a second process starting at the same moment either
// finds a whole secret or makes the only one.
internal import Glibc

/// The secret of a service. Prints as nothing.
public struct SecretKey: Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// Whether it is so short that it might be guessed (under 16 bytes); worth a warning at start.
  public var isWeak: Bool { bytes.count < 16 }
  public var description: String { "SecretKey" }

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// The configured secret, or the one in `dataDirectory`, which is generated (32 random bytes, mode 0600) when missing.
  ///
  /// - Parameter configured: the value of `WEBUI_SECRET_KEY`; nil or empty when not set.
  public static func load(configured: String?, dataDirectory: String) throws(SecurityError) -> SecretKey {
    if let configured, !configured.isEmpty { return SecretKey(bytes: Array(configured.utf8)) }
    let path = dataDirectory + "/.webui_secret_key"
    if let existing = try read(path) { return existing }
    try generate(path)
    guard let made = try read(path) else { throw unusable(path, "it vanished after it was written") }
    return made
  }

  private static func read(_ path: String) throws(SecurityError) -> SecretKey? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw unusable(path, String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    // A copy restored from elsewhere may be readable by all.
    fchmod(descriptor, 0o600)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw unusable(path, String(cString: strerror(errno))) }
    let bytes = buffer[..<count].filter { $0 != 10 && $0 != 13 }
    guard !bytes.isEmpty else { throw unusable(path, "it is empty; delete it to have a new one generated") }
    return SecretKey(bytes: Array(bytes))
  }

  private static func generate(_ path: String) throws(SecurityError) {
    let draft = path + "." + SecureRandom.uuid()
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unusable(path, String(cString: strerror(errno))) }
    defer {
      close(descriptor)
      unlink(draft)
    }
    let text = Array(Base64URL.encode(SecureRandom.bytes(32)).utf8) + [10]
    guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
      throw unusable(path, String(cString: strerror(errno)))
    }
    guard link(draft, path) == 0 || errno == EEXIST else { throw unusable(path, String(cString: strerror(errno))) }
  }

  private static func unusable(_ path: String, _ reason: String) -> SecurityError {
    SecurityError(.secretUnusable, "The signing secret in \(path) cannot be used: \(reason).")
  }
}
