// A collection of vectors: the room's one door. Opening, writing, searching, upkeep and checking are in extensions.
//
// How the parts meet:
//  - Searches read GraphStorage (rows, slot records) through plain pointers, on the commit that `published` names.
//  - Writers change it while holding the WriteTurn: a commit from `prepare` to `publish` or `abort`, the two ends of a
//    checkpoint, a slice of a sweep. A commit's vectors are in the graph before it is published; nothing returns them until then.
//  - Files: MANIFEST names an index file (a checkpoint, immutable, mapped copy-on-write) and a log (what came after).
import Platform
import Synchronization

/// A searchable, durable set of vectors under one configuration.
///
///     let collection = try VectorCollection.open(
///       at: "data/vectors", configuration: CollectionConfiguration(dimension: 384, metric: .cosine, model: "mini"))
///     var batch = WriteBatch()
///     batch.upsert(id: 1, label: 7, vector: vector)
///     try collection.prepare(batch, commit: 1).publish()
///     let matches = try collection.search(query, k: 10, filter: .labels([7]))
///
/// Any thread may call anything. Searches run in parallel, each on one commit, and neither wait for a writer nor make
/// it wait. There is one writer at a time: `prepare`, `checkpoint`, `compact`, `verify` and `close` wait for a commit
/// that is prepared and not yet settled, so do not call them on the thread that is to settle it.
public final class VectorCollection: Sendable {
  /// The shape the collection has.
  public let configuration: CollectionConfiguration
  /// Where its files are.
  public let directory: String

  let options: OpenOptions
  let files: CollectionFiles
  let storage: GraphStorage
  let readers: ReaderRegistry
  let turn: WriteTurn<CollectionState>
  /// Held by the one who makes a checkpoint, who takes the write turn twice meanwhile; taken before it, never after.
  let checkpointTurn = WriteTurn(())
  /// Published vectors by id.
  let identifiers: Lock<IdentifierTable>
  /// All vectors by label, those of a commit in preparation included.
  let labels: Lock<LabelTable>
  /// Payload fields of all vectors.
  let payloads: PayloadStore
  /// All vectors by id, for pages; made when the first is asked for.
  let identifierOrder = LazySlotOrder()
  /// The newest commit searches see.
  let published: Atomic<UInt64>
  /// Vectors visible at `published`.
  let liveCount: Atomic<Int>
  let closed = Atomic<Bool>(false)
  /// Figures that the holder of the turn leaves for others to read.
  let figures: Lock<Figures>
  let maintenance = BackgroundTask()

  /// What statistics say about the writer's side.
  struct Figures {
    var tombstoneCount = 0
    var freeSlotCount = 0
    var logByteCount = 0
    var indexByteCount = 0
    var checkpointCommit: UInt64 = 0
    var lastMaintenanceError: String?
  }

  init(
    configuration: CollectionConfiguration, files: CollectionFiles, options: OpenOptions, storage: GraphStorage,
    readers: ReaderRegistry, state: sending CollectionState, identifiers: sending IdentifierTable,
    labels: sending LabelTable, payloads: PayloadStore, published: UInt64, liveCount: Int
  ) {
    self.configuration = configuration
    self.directory = files.directory
    self.files = files
    self.options = options
    self.storage = storage
    self.readers = readers
    self.identifiers = Lock(identifiers)
    self.labels = Lock(labels)
    self.payloads = payloads
    self.published = Atomic(published)
    self.liveCount = Atomic(liveCount)
    figures = Lock(Figures())
    turn = WriteTurn(state)
  }

  /// The newest published commit; 0 when there is none.
  public var lastCommit: UInt64 { published.load(ordering: .acquiring) }

  /// How many vectors a search can find.
  public var count: Int {
    // A damaged file may say that there were fewer than are deleted then.
    max(liveCount.load(ordering: .relaxed), 0)
  }

  /// Figures about the collection. O(1); does not wait for a writer.
  public var statistics: CollectionStatistics {
    let (graph, entry) = storage.view()
    let slotByteCount = graph.layout.stride + graph.layout.vectorStride + SlotTable.recordByteCount
    let live = count
    return figures.withLock { figures in
      CollectionStatistics(
        count: live, slotCount: Int(graph.limit), tombstoneCount: figures.tombstoneCount,
        freeSlotCount: figures.freeSlotCount, liveByteCount: live * slotByteCount,
        deadByteCount: max(Int(graph.limit) - live, 0) * slotByteCount, maximumLevel: entry?.level ?? 0,
        logByteCount: figures.logByteCount,
        indexByteCount: figures.indexByteCount, lastCommit: lastCommit, checkpointCommit: figures.checkpointCommit,
        lastMaintenanceError: figures.lastMaintenanceError)
    }
  }

  /// Leaves the present figures for `statistics`. Only while holding the turn.
  func updateFigures(_ state: CollectionState) {
    let writer = state.writer
    let tombstones = writer.tombstones.count + (writer.sweep?.slots.count ?? 0)
    let free = writer.freeSlots.count + writer.limbo.reduce(0) { $0 + $1.slots.count }
    let log = state.log.recordByteCount
    let index = Int(state.manifest.indexByteCount)
    let commit = state.manifest.checkpointCommit
    figures.withLock { figures in
      figures.tombstoneCount = tombstones
      figures.freeSlotCount = free
      figures.logByteCount = log
      figures.indexByteCount = index
      figures.checkpointCommit = commit
    }
  }

  func requireOpen() throws(VectorStoreError) {
    if closed.load(ordering: .acquiring) {
      throw VectorStoreError(code: .closed, message: "the collection \(directory) was closed")
    }
  }
}
