// The error type tells whose fault it is and prints code, message and cause.
import Testing
import VectorStore

struct ErrorTests {
  @Test func aCallersMistakeIsToldFromTheStoresTrouble() {
    #expect(VectorStoreError.Code.dimensionMismatch.isCallersFault)
    #expect(!VectorStoreError.Code.diskFull.isCallersFault)
    #expect(!VectorStoreError.Code.corrupted.isCallersFault)
  }

  @Test func theDescriptionNamesCodeMessageAndCause() {
    let cause = VectorStoreError(code: .ioFailed, message: "write failed")
    let error = VectorStoreError(code: .diskFull, message: "no room", cause: cause)
    #expect(error.description == "diskFull: no room (ioFailed: write failed)")
  }
}
