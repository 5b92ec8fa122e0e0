// What goes over the wire when the corpus is asked something.
//
// Two shapes. The contract's (`query/doc`, `query/collection`) is columns of lists in a list, with pages counted from 0
// as PyPDFLoader does. The quick reference's (`/api/retrieval/query`) is a list of results, with pages as they are
// printed on a viewer's toolbar, from 1. Offsets mean the same in both: half-open ranges of the file's extracted text,
// the one that `/files/{id}/data/content` gives.
internal import Chunker
internal import HTTP
internal import Retrieval

/// A query over everything, or over what is named.
struct QueryForm: Payload, PayloadDocumented {
  let query: String
  let knowledgeIDs: [String]?
  let fileIDs: [String]?
  let topK: Int?
  let mode: QueryMode?
  let minimumScore: Double?
  let efSearch: Int?
  let parents: Bool?

  private enum CodingKeys: String, CodingKey {
    case query
    case knowledgeIDs = "knowledge_ids"
    case fileIDs = "file_ids"
    case topK = "top_k"
    case mode
    case minimumScore = "min_score"
    case efSearch = "ef_search"
    case parents
  }

  static let documentation = PayloadDocumentation(
    summary:
      "Without knowledge_ids and file_ids, everything the caller may read is searched; with them, what they name.",
    fields: [
      "query": FieldRules("The question.", maxLength: QueryLimits.longestQuery),
      "knowledge_ids": FieldRules(
        "Knowledge bases to search. An empty list names none.", maxLength: QueryLimits.mostNames),
      "file_ids": FieldRules("Files to search, besides the knowledge bases.", maxLength: QueryLimits.mostNames),
      "top_k": FieldRules("How many passages at most.", minimum: 1, maximum: Double(SearchOptions.greatestLimit)),
      "mode": FieldRules("By meaning (vector), by words (lexical), or both (hybrid)."),
      "min_score": FieldRules("Passages below this score are left out.", minimum: 0, maximum: 1),
      "ef_search": FieldRules(
        "Size of the index's candidate list: larger finds more and takes longer.", minimum: 1, maximum: 100_000),
      "parents": FieldRules(QueryLimits.parentsRule),
    ])
}

/// How candidates are found.
enum QueryMode: String, Codable, Sendable, CaseIterable {
  case vector, lexical, hybrid

  var searchMode: SearchOptions.Mode {
    switch self {
    case .vector: .vector
    case .lexical: .lexical
    case .hybrid: .hybrid
    }
  }
}

enum QueryLimits {
  /// Unicode scalars. No model reads as much; the limit is for what is done before it cuts.
  static let longestQuery = 100_000
  static let mostNames = 10_000
  static let parentsRule =
    "Whether passages that were cut small to be found are answered by the larger part they belong to; true by default."
}

/// The contract's query over one collection.
struct DocumentQueryForm: Payload, PayloadDocumented {
  let collectionName: String
  let query: String
  let k: Int?
  let rerankLimit: Int?
  let r: Double?
  let hybrid: Bool?
  let parents: Bool?

  private enum CodingKeys: String, CodingKey {
    case collectionName = "collection_name"
    case query, k
    case rerankLimit = "k_reranker"
    case r, hybrid, parents
  }

  static let documentation = PayloadDocumentation(fields: CollectionQueryForm.documentation.fields)
}

/// The contract's query over several collections.
struct CollectionQueryForm: Payload, PayloadDocumented {
  let collectionNames: [String]
  let query: String
  let k: Int?
  let rerankLimit: Int?
  let r: Double?
  let hybrid: Bool?
  let lexicalWeight: Double?
  let parents: Bool?

  private enum CodingKeys: String, CodingKey {
    case collectionNames = "collection_names"
    case query, k
    case rerankLimit = "k_reranker"
    case r, hybrid
    case lexicalWeight = "hybrid_bm25_weight"
    case parents
  }

  static let documentation = PayloadDocumentation(fields: [
    "collection_names": FieldRules(
      "Ids of knowledge bases, `file-` and the id of a file, or names given when texts were processed.",
      maxLength: QueryLimits.mostNames),
    "query": FieldRules("The question.", maxLength: QueryLimits.longestQuery),
    "k": FieldRules("How many passages at most.", minimum: 1, maximum: Double(SearchOptions.greatestLimit)),
    "k_reranker": FieldRules(
      "How many of them the reranker lets through, in a hybrid search.", minimum: 1,
      maximum: Double(SearchOptions.greatestLimit)),
    "r": FieldRules("Passages below this score are left out.", minimum: 0, maximum: 1),
    "hybrid": FieldRules("Whether to rank by words as well as by meaning."),
    "hybrid_bm25_weight": FieldRules("The share of the ranking by words.", minimum: 0, maximum: 1),
    "parents": FieldRules(QueryLimits.parentsRule),
  ])
}

/// A half-open range of the extracted text, in both units.
struct OffsetsPayload: Payload, Equatable {
  /// Bytes of UTF-8: start and end.
  let utf8: [Int]
  /// Units of UTF-16 (what JavaScript counts): start and end.
  let utf16: [Int]

  init(_ range: TextRange) {
    utf8 = [range.utf8.lowerBound, range.utf8.upperBound]
    utf16 = [range.utf16.lowerBound, range.utf16.upperBound]
  }
}

/// More of a passage's place than where it stands: exact matches in a larger part, the larger part of an exact match, boxes,
/// links. Each is there when there is something to say.
struct PassageDetailPayload: Payload, OmitsNilFields {
  struct Match: Payload {
    let chunkID: String
    let score: Double
    let offsets: OffsetsPayload

    private enum CodingKeys: String, CodingKey {
      case chunkID = "chunk_id"
      case score, offsets
    }
  }

  struct Link: Payload {
    /// The words that are the link.
    let text: String
    let address: String
  }

  /// The file's path in the folder that brought it in, when one did.
  let path: String?
  /// What was embedded and searched in front of it: title, headings, the header of a table.
  let context: String?
  /// What was found in it, best first, when it is a larger part.
  let matches: [Match]?
  /// The larger part it was cut from.
  let parent: OffsetsPayload?
  /// Left, top, right and bottom of each line that was found, in points from the upper left corner of the page.
  let boxes: [[Double]]?
  let links: [Link]?

  init(_ passage: Passage) {
    path = passage.path
    context = passage.context.isEmpty ? nil : passage.context
    let isChunk = passage.matches.count == 1 && passage.matches[0].range == passage.range
    matches =
      isChunk
      ? nil
      : passage.matches.map {
        Match(chunkID: String($0.chunkID), score: $0.score, offsets: OffsetsPayload($0.range))
      }
    parent = passage.parent.map { OffsetsPayload($0) }
    boxes = passage.boxes.isEmpty ? nil : passage.boxes.map { [$0.left, $0.top, $0.right, $0.bottom] }
    let start = passage.range.utf8.lowerBound
    links =
      passage.links.isEmpty
      ? nil
      : passage.links.map { link in
        let words = passage.text.utf8.dropFirst(link.utf8.lowerBound - start).prefix(link.utf8.count)
        return Link(text: String(decoding: words, as: UTF8.self), address: link.address)
      }
  }
}

/// Results, best first.
struct QueryResultsPayload: Payload {
  let results: [QueryResultPayload]
}

/// A passage with its citation.
struct QueryResultPayload: Payload {
  let content: String
  /// 0…1, higher is better.
  let score: Double
  let metadata: CitationPayload

  init(_ passage: Passage) {
    content = passage.text
    score = passage.score
    metadata = CitationPayload(passage)
  }
}

/// Where a passage stands.
struct CitationPayload: JoinedPayload, OmitsNilFields {
  let base: PassagePlacePayload
  let more: PassageDetailPayload

  init(base: PassagePlacePayload, more: PassageDetailPayload) { (self.base, self.more) = (base, more) }

  init(_ passage: Passage) { self.init(base: PassagePlacePayload(passage), more: PassageDetailPayload(passage)) }
}

struct PassagePlacePayload: Payload, OmitsNilFields {
  let fileID: String
  let filename: String
  let title: String?
  /// From 1; absent when the document has no pages.
  let page: Int?
  let headings: [String]
  let offsets: OffsetsPayload
  let chunkID: String
  let chunkIndex: Int
  let chunkCount: Int
  let hash: String?
  let createdBy: String

  private enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case filename, title, page, headings, offsets
    case chunkID = "chunk_id"
    case chunkIndex = "chunk_index"
    case chunkCount = "chunk_count"
    case hash
    case createdBy = "created_by"
  }

  init(_ passage: Passage) {
    fileID = passage.fileID
    filename = passage.filename
    title = passage.title
    page = passage.page
    headings = passage.headingPath
    offsets = OffsetsPayload(passage.range)
    chunkID = String(passage.chunkID)
    chunkIndex = passage.ordinal
    chunkCount = passage.documentChunkCount
    hash = passage.fileHash
    createdBy = passage.userID
  }
}

/// The contract's answer to a query over several collections.
struct CollectionResultsPayload: Payload {
  /// Scores, 0…1, higher is better, in spite of the name.
  let distances: [[Double]]
  let documents: [[String]]
  let metadatas: [[PassageMetadataPayload]]

  init(_ passages: [Passage]) {
    distances = [passages.map(\.score)]
    documents = [passages.map(\.text)]
    metadatas = [passages.map { PassageMetadataPayload($0) }]
  }
}

/// The contract's answer to a query over one collection.
struct DocumentResultsPayload: Payload {
  let ids: [[String]]
  let documents: [[String]]
  let metadatas: [[PassageMetadataPayload]]
  let distances: [[Double]]

  init(_ passages: [Passage]) {
    let columns = CollectionResultsPayload(passages)
    ids = [passages.map { String($0.chunkID) }]
    documents = columns.documents
    metadatas = columns.metadatas
    distances = columns.distances
  }
}

/// The contract's metadata of a passage, and what it does not have.
struct PassageMetadataPayload: JoinedPayload, OmitsNilFields {
  let base: SourcePlacePayload
  let more: PassageDetailPayload

  init(base: SourcePlacePayload, more: PassageDetailPayload) { (self.base, self.more) = (base, more) }

  init(_ passage: Passage) { self.init(base: SourcePlacePayload(passage), more: PassageDetailPayload(passage)) }
}

/// The contract's part of it, with offsets, headings and score.
struct SourcePlacePayload: Payload, OmitsNilFields {
  let fileID: String
  let name: String
  let source: String
  let title: String?
  /// From 0, as PyPDFLoader counts; absent when the document has no pages.
  let page: Int?
  /// The page as it is shown, from 1.
  let pageLabel: String?
  /// Where the passage starts in the extracted text, in UTF-16 units. langchain counts Unicode scalars, which is the
  /// same for text without characters beyond the basic plane (emoji and the like); UTF-16 is what JavaScript clients
  /// index by.
  let startIndex: Int
  let offsets: OffsetsPayload
  let headings: [String]
  let hash: String?
  let createdBy: String
  let score: Double

  private enum CodingKeys: String, CodingKey {
    case fileID = "file_id"
    case name, source, title, page
    case pageLabel = "page_label"
    case startIndex = "start_index"
    case offsets, headings, hash
    case createdBy = "created_by"
    case score
  }

  init(_ passage: Passage) {
    fileID = passage.fileID
    name = passage.filename
    source = passage.filename
    title = passage.title
    page = passage.page.map { $0 - 1 }
    pageLabel = passage.page.map(String.init)
    startIndex = passage.range.utf16.lowerBound
    offsets = OffsetsPayload(passage.range)
    headings = passage.headingPath
    hash = passage.fileHash
    createdBy = passage.userID
    score = passage.score
  }
}
