// Copies a figure's numbers, and shows the numbers under the pointer. Without it the page is complete.
(() => {
  const decode = (link) => decodeURIComponent(link.getAttribute('href').split(',').slice(1).join(','));
  for (const figure of document.querySelectorAll('.fig')) {
    const link = figure.querySelector('.tool');
    const read = figure.querySelector('.read');
    let rows = null;
    const table = () => {
      rows = rows || decode(link).trim().split('\n').map((line) => line.split(','));
      return rows;
    };
    if (navigator.clipboard) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        const words = link.textContent;
        navigator.clipboard.writeText(decode(link)).then(
          () => { link.textContent = link.dataset.copied; setTimeout(() => { link.textContent = words; }, 1500); },
          () => { const a = document.createElement('a'); a.href = link.href; a.download = link.download; a.click(); },
        );
      });
    }
    for (const hit of figure.querySelectorAll('.hit')) {
      const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      cursor.setAttribute('class', 'cursor');
      const wanted = hit.dataset.c.split('|');
      hit.addEventListener('pointermove', (event) => {
        const [head, ...body] = table();
        const box = hit.getBoundingClientRect();
        const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
        const row = body[Math.round(share * (body.length - 1))];
        const x = hit.x.baseVal.value + share * hit.width.baseVal.value;
        const y = hit.y.baseVal.value;
        cursor.setAttribute('d', `M${x} ${y}v${hit.height.baseVal.value}`);
        if (!cursor.parentNode) hit.parentNode.insertBefore(cursor, hit);
        const parts = wanted.map((name) => [name, row[head.indexOf(name)]]).filter((pair) => pair[1]);
        read.textContent = `${head[0]} ${Number(row[0]).toPrecision(3)}: ` + parts.map((pair) => pair.join(' ')).join(', ');
      });
      hit.addEventListener('pointerleave', () => { cursor.remove(); });
    }
  }
})();
