// Which version this is, and which version of Open WebUI's API it answers like.

public enum ProductVersion {
  /// Martlet's own version.
  public static let current = "0.1.0"
  /// The version of Open WebUI whose clients it serves; `/api/config` and `/api/version` say it where those clients look.
  public static let compatibleWith = "0.6.34"
}
