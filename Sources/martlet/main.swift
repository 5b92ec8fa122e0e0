// The command line: finds the command, takes its arguments apart, runs it, and turns errors into a sentence and an exit
// status: 0 done, 1 the command's own "no", 2 wrong usage, 70 something failed.
import Documents
import FoundationEssentials
import Glibc
import RAGServer

let commands = [
  ServeCommand.command, IngestCommand.command, QueryCommand.command, VerifyCommand.command, BenchCommand.command,
  ModelsCommand.command, EmbedCommand.command, ChunkCommand.command, UsersCommand.command,
]
let words = CommandLine.arguments.dropFirst()

// The child process that reads one hostile document: before anything else, so that it starts with as little as possible.
if words.first == "extract-worker" { exit(ExtractionWorker.run(arguments: Array(words.dropFirst()))) }

exit(await CommandLineInterface(commands: commands).run(words))
