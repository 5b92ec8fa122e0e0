// embed-bench: how fast the native encoder is on this machine.
//
//     embed-bench MODEL_FOLDER [SECONDS]
//
// Prints tokens per second for texts of about 16, 64 and 255 tokens and for mixed lengths, with one thread and with two,
// and the latency of one short query on an idle service, in each arithmetic. "per CPU second" divides by the processor
// time used, which other programs on the machine disturb less than the clock.
import Embeddings
import Glibc

let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  print("usage: embed-bench MODEL_FOLDER [SECONDS]")
  exit(2)
}
let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 2 : 2

do {
  try await EncoderBenchmark(modelFolder: arguments[1], seconds: seconds).run()
} catch {
  print("embed-bench: \(error)")
  exit(1)
}
