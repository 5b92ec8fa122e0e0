// The vector store by itself, from an empty folder to a compacted collection:
//
//     swift run -c release vector-store-example
//
// It needs a folder it may write to, and nothing else. The embedding here is a toy, so that the example has no model to
// fetch; with a real one only `embed` and the dimension change.
import FoundationEssentials
import VectorStore

@main
enum VectorStoreExample {
  static let sentences = [
    (page: 1, language: "en", text: "the common swift sleeps while it flies"),
    (page: 2, language: "en", text: "a swift can stay in the air for ten months"),
    (page: 3, language: "de", text: "der Mauersegler schläft im Flug"),
    (page: 4, language: "en", text: "the heron stands still in the pond and waits"),
    (page: 5, language: "en", text: "a swallow builds its nest of mud under a roof"),
  ]

  static func main() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "vector-store-example-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let configuration = CollectionConfiguration(dimension: 256, metric: .cosine, model: "toy bag of words")

    // Insert: a batch becomes durable with `prepare` and visible, as a whole, with `publish`.
    var collection = try VectorCollection.open(at: folder.path, configuration: configuration)
    var batch = WriteBatch()
    for (number, sentence) in sentences.enumerated() {
      batch.upsert(
        id: UInt64(number), label: 1, vector: embed(sentence.text),
        payload: ["language": .keyword(sentence.language), "page": .integer(Int64(sentence.page))])
    }
    try collection.prepare(batch, commit: collection.lastCommit + 1).publish()
    print("\(collection.count) vectors")

    // Search: the nearest first. A filter goes by labels, ids and payload fields.
    let query = embed("how long can a swift stay in the air")
    try show("nearest", collection.search(query, k: 2))
    let english = Filter.and([
      .field("language", .equals(.keyword("en"))), .field("page", .range(atLeast: .integer(3))),
    ])
    try show("in English, from page 3 on", collection.search(query, k: 2, filter: english))

    // Reopen: what was published is there again.
    try collection.close()
    collection = try VectorCollection.open(at: folder.path, configuration: configuration)
    try show("after reopening", collection.search(query, k: 1))

    // Delete: gone from every search at once; `compact` erases the bytes from the files too.
    var removal = WriteBatch()
    removal.delete(id: 1)
    try collection.prepare(removal, commit: collection.lastCommit + 1).publish()
    try collection.compact()
    try show("after the delete", collection.search(query, k: 1))
    print(try collection.verify().isClean ? "clean" : "damaged")
    try collection.close()
  }

  static func show(_ title: String, _ matches: [Match]) {
    print("\(title):")
    for match in matches {
      let score = Double((match.score * 100).rounded()) / 100
      print("  \(score)  \(sentences[Int(match.id)].text)")
    }
  }

  /// Counts words, each at a place its letters decide: texts that share words are near each other.
  static func embed(_ text: String) -> [Float] {
    var vector = [Float](repeating: 0, count: 256)
    for word in text.split(separator: " ") {
      let hash = word.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
      vector[Int(hash >> 56)] += 1
    }
    return vector
  }
}
