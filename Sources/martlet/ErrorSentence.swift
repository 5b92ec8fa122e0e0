// What a person is told when a command fails: the sentence of the error, and the one beneath when it adds something.
import Embeddings
import HTTP
import Retrieval

enum ErrorSentence {
  static func describe(_ error: any Error) -> String {
    switch error {
    case let error as RetrievalError: error.cause.map { "\(error.message)\n  because: \($0)" } ?? error.message
    case let error as HTTPError: error.message
    case let error as EmbeddingError: error.message
    default: "\(error)"
    }
  }
}
