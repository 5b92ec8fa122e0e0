// embed-bench: how fast, how small and how true the native encoder is, beside ONNX Runtime in the same run.
//
//     embed-bench MODEL_FOLDER [--python PATH] [flags]      (the flags are in Arguments.swift, or: embed-bench --help)
//
// Every contender, one for each arithmetic and one for the peer, is a process of its own that answers orders on a pipe; only one
// is busy at a time, and they take turns. `embed-bench contender …` is such a process for Martlet's encoder.
import BenchmarkSupport
import Glibc

// A contender that has ended is an error to report, not a signal to die of.
signal(SIGPIPE, SIG_IGN)
let words = CommandLine.arguments.dropFirst()
do {
  switch words.first {
  case nil, "--help", "-h": print(Arguments.usage)
  case "contender": try await EncoderContender(Array(words.dropFirst())).run()
  default: try Competition(Arguments(Array(words))).run()
  }
} catch {
  print("embed-bench: \(error)")
  exit(1)
}
