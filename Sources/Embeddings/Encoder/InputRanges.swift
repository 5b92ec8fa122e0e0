// How large each input of each dense layer gets: what int8 packing balances its scales with.
//
// Which inputs are large is a property of the model (its normalisations' gamma, mostly) far more than of the text, so a few
// sentences are enough, always the same ones: a model packs the same way on every start. They are in several languages and have
// code and numbers among them, because a multilingual vocabulary must not be judged by English alone. Text that exceeds these
// ranges costs accuracy, never correctness: each token's scale is its own.

/// The largest magnitude of each input of the dense layers that have been observed. Used by one thread.
final class InputRanges {
  private var largest: [ObjectIdentifier: [Float]] = [:]

  /// Takes in rows of the input [tokens × inputs] of a matrix.
  func note(_ rows: Range<Int>, of source: UnsafePointer<Float>, for matrix: PackedMatrix) {
    let inputs = matrix.inputs
    var range = largest.removeValue(forKey: ObjectIdentifier(matrix)) ?? [Float](repeating: 0, count: inputs)
    for row in rows {
      for input in 0..<inputs { range[input] = max(range[input], abs(source[row * inputs + input])) }
    }
    largest[ObjectIdentifier(matrix)] = range
  }

  /// What the dense layers of an f32 model see of the sample texts, by the matrices' names in the cache.
  static func observed(in encoder: NativeEncoder) -> [String: [Float]] {
    let ranges = InputRanges()
    let sequences = samples.map { encoder.tokens(of: $0, as: .passage) }
    let longest = sequences.reduce(1) { max($0, $1.count) }
    let workspace = Workspace(encoder.configuration, .f32, capacity: longest, members: 1)
    for sequence in sequences {
      var block = TokenBlock()
      block.append(sequence)
      ForwardPass(encoder, block, workspace, Team(size: 1), rank: 0, ranges: ranges).run {}
    }
    return Dictionary(
      uniqueKeysWithValues: encoder.weights.namedMatrices.map { name, matrix in
        (name, ranges.largest[ObjectIdentifier(matrix)] ?? [Float](repeating: 0, count: matrix.inputs))
      })
  }

  private static let samples = [
    "Who wrote this?",
    "how to cancel a subscription",
    "The old bridge was closed in March 1987 after engineers had found cracks in two of its piers.",
    """
    Water boils at a lower temperature in the mountains, because the air presses less on its surface. Cooks who live high up \
    therefore leave beans and potatoes on the stove for longer, or use a pressure cooker, which keeps the steam inside until \
    the water is hotter than it could be in an open pot.
    """,
    """
    Article 7. (1) The tenant shall give notice in writing at least 30 days before the end of the term. (2) Where no notice \
    is given, the agreement is renewed for 12 months at the rent last paid, plus 2.5 %.
    """,
    """
    Photosynthesis, the French Revolution, an interest rate swap, Johann Sebastian Bach, the Amazon basin, mitochondria, a \
    penalty shoot-out, sourdough, general relativity, the Ottoman Empire, antibiotics; and what they cost in U.S. dollars.
    """,
    "for (int i = 0; i < n; i++) { total += values[i] * weights[i]; }  // returns NaN if n == 0",
    "ERROR 2024-05-17T09:31:22Z worker[31337]: connection to 10.0.0.5:5432 refused, retry #3 in 1500 ms",
    "Die Lieferung verzögert sich um zwei Wochen, weil das Lager in Köln überflutet ist.",
    "Le conseil municipal a voté hier soir la rénovation de l'école, malgré l'opposition des riverains.",
    "El tren de las ocho llegó tarde otra vez; nadie en la estación supo explicar por qué.",
    "Вчера вечером в городе погас свет, и жители вышли на улицы.",
    "昨日の会議では、新しい予算について話し合いました。",
    "委员会决定推迟投票，直到收到完整的报告。",
    "أعلنت الوزارة عن خطة جديدة لتحسين شبكة المياه في المدينة.",
    "नई सड़क अगले साल तक बनकर तैयार हो जाएगी।",
  ]
}
