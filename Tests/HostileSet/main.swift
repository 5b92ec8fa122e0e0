// Writes the hostile set into a folder, with an index: `hostile-set FOLDER`. For `Benchmarks/hostile_set.py`.
import DocumentFixtures
import FoundationEssentials
import Glibc

struct IndexEntry: Encodable {
  let name: String
  let file: String
  let uploadedAs: String
}

let arguments = CommandLine.arguments
guard arguments.count == 2 else {
  print("usage: hostile-set FOLDER")
  exit(64)
}
var index: [IndexEntry] = []
for (number, document) in HostileDocument.all.enumerated() {
  let file = "\(number)"
  try Data(document.bytes()).write(to: URL(filePath: "\(arguments[1])/\(file)"))
  index.append(IndexEntry(name: document.name, file: file, uploadedAs: document.filename))
}
try JSONEncoder().encode(index).write(to: URL(filePath: "\(arguments[1])/index.json"))
