// What somebody has said about the cutting of one file or of one knowledge base. It is put over the service's plan, field by
// field; what is left out follows from what is said, so that a size alone, or a strategy alone, makes sense.
//
// Two readings of the same words. When an override is given it is checked against the plan and the model of that moment, and
// contradictions are refused with what would be right. When a file is read, settings and model may have changed since: then
// sizes are brought into their limits, because a file must not fail for a setting that was changed elsewhere.
public import Chunker
import Embeddings
import FoundationEssentials

/// How to cut, as far as it is stated.
public struct ChunkingOverride: Sendable, Codable, Hashable {
  /// A strategy by its name in `ChunkStrategy`, or `auto`.
  public struct Strategy: RawRepresentable, Sendable, Codable, Hashable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file's kind decides.
    public static let automatic = Strategy(rawValue: "auto")
    public static let names = ([automatic.rawValue] + ChunkStrategy.allCases.map(\.rawValue)).joined(separator: ", ")
  }

  public var strategy: Strategy?
  public var unit: ChunkUnit?
  /// The most a chunk has, with everything that is embedded with it.
  public var size: Int?
  public var target: Int?
  public var minimum: Int?
  public var overlap: Int?
  /// Whether title and headings are embedded with a chunk.
  public var context: Bool?
  public var window: Int?
  public var parentSize: Int?
  public var percentile: Int?

  private enum CodingKeys: String, CodingKey {
    case strategy, unit, size, target
    case minimum = "min"
    case overlap, context, window
    case parentSize = "parent_size"
    case percentile
  }

  public init(
    strategy: Strategy? = nil, unit: ChunkUnit? = nil, size: Int? = nil, target: Int? = nil, minimum: Int? = nil,
    overlap: Int? = nil, context: Bool? = nil, window: Int? = nil, parentSize: Int? = nil,
    percentile: Int? = nil
  ) {
    (self.strategy, self.unit, self.size, self.target) = (strategy, unit, size, target)
    (self.minimum, self.overlap, self.context) = (minimum, overlap, context)
    (self.window, self.parentSize, self.percentile) = (window, parentSize, percentile)
  }

  /// Whether nothing is stated.
  public var isEmpty: Bool { self == ChunkingOverride() }

  /// The largest size that may be asked for.
  public static let greatestSize = 1_000_000

  /// Sizes that go with a unit when none is stated.
  private static func standardSize(_ unit: ChunkUnit) -> Int { unit == .tokens ? 250 : 1_000 }

  /// This override put over `plan`.
  func over(_ plan: ChunkingPlan) -> ChunkingPlan {
    if isEmpty { return plan }
    var plan = plan
    let former = plan.configuration
    if let strategy {
      plan.isAutomatic = strategy == .automatic
      plan.configuration.strategy = ChunkStrategy(rawValue: strategy.rawValue) ?? .recursive
    } else if former.strategy == .langchain, unit == .tokens || target != nil || minimum ?? 0 > 0 || context == true {
      // langchain's splitter cannot do it; whoever asks for it without naming another leaves the choice.
      plan.isAutomatic = true
      plan.configuration.strategy = .recursive
    }
    let isLangchain = plan.configuration.strategy == .langchain && !plan.isAutomatic
    var new = plan.configuration
    if let unit {
      new.unit = unit
    } else if isLangchain {
      new.unit = .characters
    } else if strategy == .automatic, size == nil {
      new.unit = .tokens
    }
    new.size = size ?? (new.unit == former.unit ? former.size : Self.standardSize(new.unit))
    let share = Double(former.overlap) / Double(max(former.size, 1))
    new.overlap = overlap ?? Int((Double(new.size) * share).rounded())
    new.minimum = minimum ?? (isLangchain ? 0 : new.size / 8)
    new.target = target ?? (new.unit == .tokens ? ChunkingPlan.target(of: new.size) : nil)
    new.hasPrefix = context ?? (!isLangchain && former.hasPrefix)
    (new.window, new.percentile) = (window ?? former.window, percentile ?? former.percentile)
    new.parentSize = parentSize ?? (size == nil && new.unit == former.unit ? former.parentSize : nil)
    plan.configuration = new
    return plan
  }

  /// Whether it can be met beside `plan` and with a model.
  /// - Throws: `.invalidInput` with what is wrong and what would be right.
  func check(over plan: ChunkingPlan, _ embedder: (any Embedder)?) throws(RetrievalError) {
    func require(_ isTrue: Bool, _ sentence: String) throws(RetrievalError) {
      if !isTrue { throw RetrievalError(.invalidInput, sentence) }
    }
    if let strategy {
      try require(
        strategy == .automatic || ChunkStrategy(rawValue: strategy.rawValue) != nil,
        "The chunk strategy is '\(strategy.rawValue)'; it must be one of \(Strategy.names).")
    }
    for (name, value) in [
      ("size", size), ("target", target), ("min", minimum), ("overlap", overlap), ("parent_size", parentSize),
    ] {
      guard let value else { continue }
      try require(
        (0...Self.greatestSize).contains(value), "The chunk \(name) is \(value); it must lie in 0…\(Self.greatestSize)."
      )
    }
    let configuration = over(plan).configuration
    do { try configuration.validate() } catch { throw RetrievalError(error) }
    guard configuration.unit == .tokens, let embedder, let size else { return }
    let largest = ChunkConfiguration.largestSize(for: embedder)
    try require(
      (ChunkConfiguration.fewestTokens...largest).contains(size),
      "The chunk size is \(size) tokens; it must lie in \(ChunkConfiguration.fewestTokens)…\(largest), which is what the model "
        + "\(embedder.model.id) reads of a text.")
  }
}
