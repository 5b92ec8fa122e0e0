// chunker-bench: chunks and speed of Martlet's chunkers, for Benchmarks/chunker_peers.py.
//
//     chunker-bench DOCUMENTS CONFIGURATION [MODEL_FOLDER]
//
// DOCUMENTS holds one record after the other: the length in bytes (32 bits, little endian), then that much UTF-8.
// CONFIGURATION is a `ChunkConfiguration` as JSON; MODEL_FOLDER has the tokenizer for sizes in tokens. Orders come as lines on
// standard input: `round` cuts every document and answers with the seconds of processor time; `write FILE` writes, for each
// document, the number of chunks, then six numbers (32 bits) for each: first byte, end of the overlap, end; first byte and end
// of the repeated opener or header; scalars of the prefix.
import BenchmarkSupport
import Chunker
import Embeddings
import FoundationEssentials
import Glibc
import Retrieval

let arguments = CommandLine.arguments
guard (3...4).contains(arguments.count) else {
  print("usage: chunker-bench DOCUMENTS CONFIGURATION [MODEL_FOLDER]")
  exit(2)
}

do {
  let documents = try DocumentRecords.read(arguments[1])
  let configuration = try JSONDecoder().decode(ChunkConfiguration.self, from: Data(arguments[2].utf8))
  let tokens =
    arguments.count == 4 ? TokenCounter(tokenizer: try TokenizerFolder(path: arguments[3]).tokenizer()) : nil
  let chunker = try TextChunker(configuration, tokens: tokens)
  while let order = readLine() {
    if order == "round" {
      let watch = Stopwatch()
      let count = documents.reduce(0) { $0 + chunker.chunks(of: $1).count }
      print(watch.cpuSeconds, count)
    } else if order.hasPrefix("write ") {
      try write(documents.map { chunker.chunks(of: $0) }, to: String(order.dropFirst(6)))
      print("written")
    }
    flush()
  }
} catch {
  print("chunker-bench: \(error)")
  exit(1)
}

func write(_ documents: [[Chunk]], to path: String) throws {
  var numbers: [UInt32] = []
  for chunks in documents {
    numbers.append(UInt32(chunks.count))
    for chunk in chunks {
      let context = chunk.context?.utf8 ?? 0..<0
      numbers += [
        chunk.range.utf8.lowerBound, chunk.overlap.utf8.upperBound, chunk.range.utf8.upperBound,
        context.lowerBound, context.upperBound, chunk.prefix.unicodeScalars.count,
      ].map(UInt32.init)
    }
  }
  try numbers.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
}
