// How a leading thread hands blocks to the threads that help it: written before the first barrier, read after it.

/// One block (or a few, when an estimate was too low) computed by a team.
final class TeamJob: @unchecked Sendable {
  // Sendable: `content` is written by the leader before the barrier in `begin` and read by helpers after theirs in `join`;
  // nobody writes it later.
  let team: Team
  let purpose: Purpose
  private var content: ([TokenBlock], Workspace)?

  init(size: Int, purpose: Purpose) {
    team = Team(size: size)
    self.purpose = purpose
  }

  /// Called once by the leader.
  func begin(_ blocks: [TokenBlock], _ workspace: Workspace) {
    content = (blocks, workspace)
    team.barrier()
  }

  /// Called once by every helper; waits for the leader.
  func join() -> (blocks: [TokenBlock], workspace: Workspace)? {
    team.barrier()
    return content.map { ($0.0, $0.1) }
  }
}
