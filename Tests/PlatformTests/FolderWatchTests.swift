import Glibc
import Platform
import Testing

@Suite("Watching folders")
struct FolderWatchTests {
  private func withFolder(_ body: (String, FolderWatch) throws -> Void) throws {
    var template = Array("/tmp/martlet-watch-XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { _ = try? ChildProcess(executable: "/bin/rm", arguments: ["-rf", path], timeoutSeconds: 60).run() }
    try body(path, try FolderWatch())
  }

  private func add(_ path: String, to watch: FolderWatch) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { close(descriptor) }
    try watch.add(descriptor)
  }

  private func write(_ path: String) { close(open(path, O_WRONLY | O_CREAT, 0o600)) }

  @Test func whatHappensInAFolderIsToldOnce() throws {
    try withFolder { folder, watch in
      try add(folder, to: watch)
      #expect(watch.wait(milliseconds: 0) == .timedOut)
      write(folder + "/a")
      write(folder + "/b")
      #expect(watch.wait(milliseconds: -1) == .changed)
      #expect(watch.wait(milliseconds: 0) == .timedOut)
      for change in [
        { unlink(folder + "/a") }, { rename(folder + "/b", folder + "/c") }, { chmod(folder + "/c", 0) },
        { mkdir(folder + "/sub", 0o700) },
      ] {
        #expect(change() == 0)
        #expect(watch.wait(milliseconds: -1) == .changed)
      }
      // Looking at it changes nothing, and what is below is not watched.
      close(open(folder + "/c", O_RDONLY))
      write(folder + "/sub/d")
      #expect(watch.wait(milliseconds: 0) == .timedOut)
      try add(folder + "/sub", to: watch)
      write(folder + "/sub/e")
      #expect(watch.wait(milliseconds: -1) == .changed)
    }
  }

  @Test func ofSomeFoldersOnlyOneNameCounts() throws {
    try withFolder { folder, watch in
      try watch.add(Array("wanted".utf8), inFolderAt: folder)
      write(folder + "/other")
      #expect(watch.wait(milliseconds: 0) == .timedOut)
      mkdir(folder + "/wanted", 0o700)
      #expect(watch.wait(milliseconds: -1) == .changed)
    }
  }

  @Test func aWaitThatHasNoEndIsEndedFromAnotherThread() throws {
    try withFolder { folder, watch in
      try add(folder, to: watch)
      let thread = try SystemThread(name: "stopper") { watch.stop() }
      #expect(watch.waitForChanges(milliseconds: -1, quiet: 1, limit: 1) == .stopped)
      thread.join()
      #expect(watch.wait(milliseconds: -1) == .stopped)
    }
  }

  @Test func tooManyChangesAreAChange() throws {
    try withFolder { folder, watch in
      try add(folder, to: watch)
      // More than the kernel's queue holds (16,384 events by default): the surplus is told as one event.
      for _ in 0..<10_000 {
        write(folder + "/a")
        unlink(folder + "/a")
      }
      #expect(watch.waitForChanges(milliseconds: -1, quiet: 0, limit: 60_000) == .changed)
      #expect(watch.wait(milliseconds: 0) == .timedOut)
    }
  }

  @Test func aFolderThatIsNoneCannotBeWatched() throws {
    let watch = try FolderWatch()
    #expect {
      try watch.add(Array("x".utf8), inFolderAt: "/nonexistent-martlet")
    } throws: {
      ($0 as? FolderWatch.Failure)?.errorNumber == ENOENT
    }
  }
}
