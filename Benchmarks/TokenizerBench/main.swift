// tokenizer-bench: tokens and speed of Martlet's tokenizers, for Benchmarks/tokenizer_parity.py.
//
//     tokenizer-bench tokens MODEL_FOLDER DOCUMENTS OUTPUT     writes the tokens of every document
//     tokenizer-bench speed MODEL_FOLDER DOCUMENTS ROUNDS      prints the MB/s of each round, one thread
//
// DOCUMENTS holds one record after the other: the length in bytes (32 bits, little endian), then that much UTF-8. OUTPUT holds
// for each document the number of tokens, then id, first byte and end of each (32 bits each).
import BenchmarkSupport
import Embeddings
import Glibc

let arguments = CommandLine.arguments
guard arguments.count == 5, ["tokens", "speed"].contains(arguments[1]) else {
  print("usage: tokenizer-bench tokens|speed MODEL_FOLDER DOCUMENTS OUTPUT|ROUNDS")
  exit(2)
}

do {
  let started = ContinuousClock.now
  let tokenizer = try TokenizerFolder(path: arguments[2]).tokenizer()
  let loaded = ContinuousClock.now - started
  let documents = try DocumentRecords.read(arguments[3])
  if arguments[1] == "tokens" {
    try TokenFile.write(documents.map { tokenizer.tokenize($0) }, to: arguments[4])
  } else {
    print("load \(loaded / .milliseconds(1))")
    let bytes = documents.reduce(0) { $0 + $1.utf8.count }
    for _ in 0..<(Int(arguments[4]) ?? 5) {
      let started = ContinuousClock.now
      let tokens = documents.reduce(0) { $0 + tokenizer.tokenize($1).count }
      let seconds = (ContinuousClock.now - started) / .seconds(1)
      print("round \(Double(bytes) / 1e6 / seconds) MB/s, \(tokens) tokens")
    }
  }
} catch {
  print("tokenizer-bench: \(error)")
  exit(1)
}
