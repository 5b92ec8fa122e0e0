// The command line.
import Documents
import Glibc

if CommandLine.arguments.dropFirst().first == "extract-worker" {
  exit(ExtractionWorker.run(arguments: Array(CommandLine.arguments.dropFirst(2))))
}
print("martlet")
