// The file name patterns of the search route: `*`, `?`, compared without case.
//
// One star is remembered at a time (the greedy algorithm with a single point of return), so a hostile pattern costs
// O(pattern × name) and never more. Character classes (`[a-z]`) are ordinary characters here.

/// A pattern that file names match or not.
package struct FilenamePattern {
  private let pattern: [Character]

  package init(_ text: String) { pattern = Array(text.lowercased()) }

  package func matches(_ name: String) -> Bool {
    let name = Array(name.lowercased())
    var (inPattern, inName) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while inName < name.count {
      if inPattern < pattern.count, pattern[inPattern] == "*" {
        star = (inPattern, inName)
        inPattern += 1
      } else if inPattern < pattern.count, pattern[inPattern] == "?" || pattern[inPattern] == name[inName] {
        inPattern += 1
        inName += 1
      } else if let back = star {
        star = (back.pattern, back.name + 1)
        inPattern = back.pattern + 1
        inName = back.name + 1
      } else {
        return false
      }
    }
    return pattern[inPattern...].allSatisfy { $0 == "*" }
  }
}
