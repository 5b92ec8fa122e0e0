// The forward pass of BERT written down in double precision, one loop per formula.
import Embeddings
import Glibc

extension TinyModel {
  private func values(_ name: String) -> [Double] {
    (tensors[name] ?? tensors["bert.\(name)"])?.values.map(Double.init) ?? []
  }

  /// The pooled vector of one text's token ids.
  func reference(_ ids: [Int32], pooling: Pooling = .mean, normalizes: Bool = true) -> [Float] {
    let hidden = configuration.hiddenSize
    let rows = states(ids, second: ids.count)
    var vector: [Double] =
      switch pooling {
      case .mean: (0..<hidden).map { column in rows.reduce(0) { $0 + $1[column] } / Double(rows.count) }
      case .cls: rows[0]
      case .last: rows[rows.count - 1]
      }
    if normalizes {
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = vector.map { $0 / length }
    }
    return vector.map(Float.init)
  }

  /// What the classification head gives for a pair whose second part begins at `second`.
  func referenceScore(_ ids: [Int32], second: Int) -> Float {
    let pooled = dense(states(ids, second: second)[0], "pooler.dense").map { tanh($0) }
    return Float(dense(pooled, "classifier")[0])
  }

  /// The last hidden states of token ids, of which those from `second` on are of type 1.
  private func states(_ ids: [Int32], second: Int) -> [[Double]] {
    let hidden = configuration.hiddenSize
    let words = values("embeddings.word_embeddings.weight")
    let positions = values("embeddings.position_embeddings.weight")
    let types = values("embeddings.token_type_embeddings.weight")
    var rows: [[Double]] = ids.enumerated().map { position, id in
      let type = position < second ? 0 : hidden
      return (0..<hidden).map { words[Int(id) * hidden + $0] + positions[position * hidden + $0] + types[type + $0] }
    }
    rows = rows.map { normalized($0, "embeddings.LayerNorm") }
    for layer in 0..<configuration.layerCount { rows = layerOutput(rows, "encoder.layer.\(layer)") }
    return rows
  }

  private func layerOutput(_ rows: [[Double]], _ name: String) -> [[Double]] {
    let attended = attention(rows, name)
    let middle = zip(rows, attended).map { row, context in
      normalized(sum(row, dense(context, "\(name).attention.output.dense")), "\(name).attention.output.LayerNorm")
    }
    return middle.map { row in
      let inner = dense(row, "\(name).intermediate.dense").map { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }
      return normalized(sum(row, dense(inner, "\(name).output.dense")), "\(name).output.LayerNorm")
    }
  }

  private func attention(_ rows: [[Double]], _ name: String) -> [[Double]] {
    let query = rows.map { dense($0, "\(name).attention.self.query") }
    let key = rows.map { dense($0, "\(name).attention.self.key") }
    let value = rows.map { dense($0, "\(name).attention.self.value") }
    let width = configuration.headWidth
    return query.map { q in
      (0..<configuration.headCount).flatMap { head -> [Double] in
        let columns = head * width..<(head + 1) * width
        let scores = key.map { k in columns.reduce(0) { $0 + q[$1] * k[$1] } / Double(width).squareRoot() }
        let top = scores.max() ?? 0
        let weights = scores.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        return columns.map { column in zip(weights, value).reduce(0) { $0 + $1.0 * $1.1[column] } / total }
      }
    }
  }

  private func dense(_ row: [Double], _ name: String) -> [Double] {
    let weights = values("\(name).weight")
    return values("\(name).bias").enumerated().map { output, bias in
      row.enumerated().reduce(bias) { $0 + $1.element * weights[output * row.count + $1.offset] }
    }
  }

  private func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map(+) }

  private func normalized(_ row: [Double], _ name: String) -> [Double] {
    let mean = row.reduce(0, +) / Double(row.count)
    let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
    let scale = 1 / (variance + Double(configuration.layerNormEpsilon)).squareRoot()
    let (gamma, beta) = (values("\(name).weight"), values("\(name).bias"))
    return row.indices.map { (row[$0] - mean) * scale * gamma[$0] + beta[$0] }
  }
}
