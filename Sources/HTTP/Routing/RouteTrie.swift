// Finds the row for a path in steps of one segment. At every step a fixed segment is preferred to a parameter and a
// parameter to a greedy rest; when the preferred branch has no route for the method, the next one is tried, so
// `POST /files/all` does not hide `GET /files/{id}` from `GET /files/all`.
//
// Nodes are visited at most once per request and nodes of one depth share the segment, so the cost is the number of
// segments times the branches that fit, at most three each. Built once, then read by all threads.

/// Patterns and what they lead to.
struct RouteTrie<Endpoint: Sendable>: Sendable {
  /// What a path and a method lead to.
  enum Outcome {
    case found(Endpoint, values: [String])
    /// The path exists for other methods.
    case otherMethods(Set<HTTPMethod>)
    case nothing
  }

  private struct Node: Sendable {
    var fixed: [String: Int] = [:]
    var parameter: Int?
    var rest: Int?
    var endpoints: [HTTPMethod: Endpoint] = [:]
  }

  private var nodes = [Node()]

  /// Adds an endpoint; gives back the one that is there already, in which case nothing changed.
  mutating func insert(_ endpoint: Endpoint, method: HTTPMethod, at pattern: PathPattern) -> Endpoint? {
    var current = 0
    for segment in pattern.segments { current = child(of: current, segment) }
    if let present = nodes[current].endpoints[method] { return present }
    nodes[current].endpoints[method] = endpoint
    return nil
  }

  private mutating func child(of index: Int, _ segment: PathPattern.Segment) -> Int {
    let next = nodes.count
    let existing: Int?
    switch segment {
    case .fixed(let text):
      existing = nodes[index].fixed[text]
      if existing == nil { nodes[index].fixed[text] = next }
    case .parameter:
      existing = nodes[index].parameter
      if existing == nil { nodes[index].parameter = next }
    case .rest:
      existing = nodes[index].rest
      if existing == nil { nodes[index].rest = next }
    }
    if let existing { return existing }
    nodes.append(Node())
    return next
  }

  /// Looks up decoded segments. `values` are the parameters' values in the order of the pattern.
  func find(_ segments: [String], method: HTTPMethod) -> Outcome {
    var search = Search(segments: segments, method: method)
    if let endpoint = descend(0, 0, &search) { return .found(endpoint, values: search.values) }
    return search.allowed.isEmpty ? .nothing : .otherMethods(search.allowed)
  }

  private struct Search {
    let segments: [String]
    let method: HTTPMethod
    var values: [String] = []
    var allowed: Set<HTTPMethod> = []
  }

  private func descend(_ index: Int, _ depth: Int, _ search: inout Search) -> Endpoint? {
    let node = nodes[index]
    guard depth < search.segments.count else { return endpoint(of: node, &search) }
    let segment = search.segments[depth]
    if let next = node.fixed[segment], let found = descend(next, depth + 1, &search) { return found }
    if let next = node.parameter, !segment.isEmpty {
      search.values.append(segment)
      if let found = descend(next, depth + 1, &search) { return found }
      search.values.removeLast()
    }
    if let next = node.rest {
      search.values.append(search.segments[depth...].joined(separator: "/"))
      if let found = endpoint(of: nodes[next], &search) { return found }
      search.values.removeLast()
    }
    return nil
  }

  private func endpoint(of node: Node, _ search: inout Search) -> Endpoint? {
    if let endpoint = node.endpoints[search.method] { return endpoint }
    if search.method == .head, let endpoint = node.endpoints[.get] { return endpoint }
    search.allowed.formUnion(node.endpoints.keys)
    return nil
  }
}
