// Charts that a person moves through. The build puts this behind ECharts into one file, which a page loads at the first press of
// "Explore"; the server draws by the same file and calls nothing of this.
globalThis.maestroCharts ??= (() => {
  const mounted = new Map();

  // Words of people are text, never markup.
  const lines = (words) => words.map((line, i) => {
    const row = document.createElement('div');
    row.textContent = line;
    if (i === 0) row.style.fontWeight = '600';
    return row;
  });

  function nearest(points, time) {
    let [low, high] = [0, points.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle][0] <= time) low = middle; else high = middle;
    }
    return time - points[low][0] <= points[high][0] - time ? low : high;
  }

  // The keys: along the line, nearer, farther, all.
  function walk(place, chart, points, said) {
    const last = points.length - 1;
    const share = (i) => (100 * (points[i][0] - points[0][0])) / Math.max(1, points[last][0] - points[0][0]);
    let at = last;
    const zoom = (factor) => {
      const { start, end } = chart.getOption().dataZoom[0];
      const width = Math.min(100, Math.max(1, (end - start) * factor));
      const from = Math.min(Math.max(0, share(at) - width / 2), 100 - width);
      chart.dispatchAction({ type: 'dataZoom', start: from, end: from + width });
    };
    const show = () => {
      const { start, end } = chart.getOption().dataZoom[0];
      if (share(at) < start || share(at) > end) zoom(1);
      chart.dispatchAction({ type: 'showTip', x: chart.convertToPixel({ xAxisIndex: 0 }, points[at][0]), y: place.clientHeight / 3 });
      said.textContent = points[at][1].join('. ');
    };
    const step = (by) => { at = Math.min(last, Math.max(0, at + by)); show(); };
    const keys = {
      ArrowLeft: (fast) => step(fast ? -10 : -1), ArrowRight: (fast) => step(fast ? 10 : 1), Home: () => step(-last), End: () => step(last),
      '+': () => { zoom(0.5); show(); }, '-': () => { zoom(2); show(); }, 0: () => { zoom(100); show(); },
      Escape: () => chart.dispatchAction({ type: 'hideTip' }),
    };
    keys['='] = keys['+'];
    place.addEventListener('keydown', (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      act(event.shiftKey);
      // The page has keys of its own.
      event.preventDefault();
      event.stopPropagation();
    });
    place.addEventListener('blur', () => chart.dispatchAction({ type: 'hideTip' }));
  }

  function mount(id, told) {
    const place = document.getElementById(id);
    if (!place) return false;
    unmount(id);
    const { option, points } = JSON.parse(told);
    option.tooltip.formatter = (at) => lines(points[nearest(points, (Array.isArray(at) ? at[0] : at).axisValue)][1]);
    const chart = echarts.init(place, null, { renderer: 'svg' });
    chart.setOption(option);
    walk(place, chart, points, document.getElementById(`${id}-told`));
    const sizes = new ResizeObserver(() => chart.resize());
    sizes.observe(place);
    mounted.set(id, { chart, sizes });
    return true;
  }

  function unmount(id) {
    const known = mounted.get(id);
    if (!known) return;
    mounted.delete(id);
    known.sizes.disconnect();
    known.chart.dispose();
  }

  return { mount, unmount, count: () => mounted.size };
})();
