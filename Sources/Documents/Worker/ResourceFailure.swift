// Which limit ended a process. The kernel enforces limits by making a call fail or by a signal, and tells nobody which
// limit it was; this reads the traces. Used by the server about the worker, and by the worker about its helpers.
internal import Glibc
internal import Platform

/// A limit that a process ran into.
enum ResourceFailure {
  case memory(ExtractionLimits)
  case processorTime(ExtractionLimits)
  case time(ExtractionLimits)
  case output(ExtractionLimits)

  /// The limit that ended `run`; `nil` when it ended for another reason.
  init?(run: ChildProcess.Run, limits: ExtractionLimits) {
    switch run.ending {
    case .timedOut: self = .time(limits)
    case .outputTooLarge: self = .output(limits)
    case .signalled(SIGXCPU): self = .processorTime(limits)
    case .signalled(SIGKILL) where run.processorSeconds >= Double(limits.processorSeconds):
      self = .processorTime(limits)
    case .signalled where Self.ranOutOfMemory(run, limits), .exited where Self.ranOutOfMemory(run, limits):
      self = .memory(limits)
    case .cancelled, .exited, .signalled: return nil
    }
  }

  /// The address space counts, but only resident memory is known afterwards. Allocators hand out what they were refused
  /// nothing for, so a process that died with half its space resident most likely died of being refused more; one that
  /// was refused a single huge piece says so on standard error.
  private static func ranOutOfMemory(_ run: ChildProcess.Run, _ limits: ExtractionLimits) -> Bool {
    if run.ending == .exited(0) { return false }
    if run.peakResidentBytes > limits.memoryBytes / 2 { return true }
    let complaints = String(decoding: run.errorOutput, as: UTF8.self).lowercased()
    return ["out of memory", "bad_alloc", "cannot allocate memory", "memory exhausted", "could not allocate"]
      .contains { complaints.contains($0) }
  }

  var error: DocumentError {
    switch self {
    case .memory(let limits):
      DocumentError(
        .memoryLimit,
        "Reading the document took more than \(DocumentError.size(limits.memoryBytes)) of memory (`memoryBytes`)."
          + " Split it, or raise the limit if you trust it.")
    case .processorTime(let limits):
      DocumentError(
        .timedOut,
        "Reading the document took more than \(limits.processorSeconds) seconds of processor time (`processorSeconds`)."
          + " Split it, or raise the limit if you trust it.")
    case .time(let limits):
      DocumentError(
        .timedOut,
        "Reading the document took longer than \(limits.timeoutSeconds) seconds (`timeoutSeconds`). Split it, or raise the"
          + " limit if you trust it.")
    case .output(let limits): .outputTooLarge(limit: limits.outputBytes)
    }
  }
}
