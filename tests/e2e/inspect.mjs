// What holds for every page: axe finds nothing, nothing is beside the page, a finger hits what it aims at.
import AxeBuilder from '@axe-core/playwright';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is wrong with the page as it stands. */
export async function inspect(page, touch) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const faults = violations.map((v) => `axe ${v.id}: ${v.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ')}`);
  // A phone shows a page that is too wide smaller, and calls that its width.
  const beside = await page.evaluate((width) => document.scrollingElement.scrollWidth - width, page.viewportSize().width);
  if (beside > 0) faults.push(`${beside} pixels of horizontal overflow`);
  if (touch) faults.push(...(await page.evaluate(smallTargets)).map((html) => `smaller than a finger: ${html}`));
  return [...faults, ...page.faults.filter((fault) => !fault.includes('the server responded with a status of 404'))];
}

function smallTargets() {
  const all = [...document.querySelectorAll('a[href],button,input,select,textarea,[role=button],[role=menuitem],[role=tab]')];
  const small = all.filter((element) => {
    const style = getComputedStyle(element);
    if (style.visibility === 'hidden' || style.display === 'none' || !element.getClientRects().length) return false;
    if (element.closest('p, .prose, .skip') || element.matches('.skip, input[type=hidden]')) return false;
    const after = getComputedStyle(element, '::after'); // a link stretched over its card
    const stretched = after.position === 'absolute' && after.content !== 'none' && element.closest('article,li');
    const box = (stretched || element).getBoundingClientRect();
    return box.width < 44 || box.height < 44;
  });
  return small.map((element) => element.outerHTML.slice(0, 100));
}
