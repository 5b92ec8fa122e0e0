// Attention of one text and one head with the tiles of gemm_template.h.
//
// Kᵀ is packed into panels once; then for each block of rows: scores = q·Kᵀ, softmax in place, out = scores·V with V read where
// it lies. The division by the softmax's sum is done on the `width` results of a row and not on its `count` weights.

static void attention_f32(size_t count, size_t width, const float *q, const float *k, const float *v, size_t ld, float scale,
                          float *out, size_t ldout, float *scratch) {
  size_t columns = (count + PANEL - 1) / PANEL * PANEL;
  float *keys = scratch, *scores = scratch + columns * width;
  for (size_t first = 0; first < columns; first += PANEL) {
    float *panel = keys + first * width;
    size_t live = count - first < PANEL ? count - first : PANEL;
    for (size_t j = 0; j < live; j++)
      for (size_t d = 0; d < width; d++) panel[d * PANEL + j] = k[(first + j) * ld + d];
    for (size_t j = live; j < PANEL; j++)
      for (size_t d = 0; d < width; d++) panel[d * PANEL + j] = 0;
  }
  size_t height = balanced_rows(count);
  float tile[TILE_ROWS * PANEL], inverse[TILE_ROWS];
  for (size_t row = 0; row < count; row += height) {
    size_t rows = count - row < height ? count - row : height;
    for (size_t first = 0; first < columns; first += PANEL)
      compute_tile(rows, width, q + row * ld, ld, keys + first * width, PANEL, scores + first, columns);
    for (size_t i = 0; i < rows; i++) {
      float *line = scores + i * columns;
      // Padding columns take no part: as -inf they weigh e^-87 in a sum of at least 1, and are never multiplied.
      for (size_t j = count; j < columns; j++) line[j] = -INFINITY;
      vec max = load(line), sum = 0;
      for (size_t j = LANES; j < columns; j += LANES) max = vmax(max, load(line + j));
      float highest = max_lanes(max);
      for (size_t j = 0; j < columns; j += LANES) {
        vec weight = exp_negative((load(line + j) - highest) * scale);
        store(line + j, weight);
        sum += weight;
      }
      inverse[i] = 1 / sum_lanes(sum);
    }
    for (size_t column = 0; column < width; column += PANEL) {
      size_t live = width - column < PANEL ? width - column : PANEL;
      compute_tile(rows, count, scores, columns, v + column, ld, tile, PANEL);
      for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < live; j++) out[(row + i) * ldout + column + j] = tile[i * PANEL + j] * inverse[i];
    }
  }
}
