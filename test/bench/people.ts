import type { Random } from './statutes.ts'

/** What made-up contacts write: each call is one more contact with all their messages, in order. */
export type MakeScript = () => readonly string[]

const smallTalk = [
  'xin chào',
  'bạn là ai vậy',
  'ok cảm ơn nha',
  'hihi',
  'hôm nay trời mưa to quá',
  'ừ',
  'bạn khoẻ không',
]
const stories = [
  'bé nhà bên hay bị bỏ đói, trời lạnh mà mặc mỗi cái áo mỏng',
  'bạn cùng lớp em bị mấy anh lớp trên chặn đường lấy tiền ăn sáng',
  'có người trên mạng cứ đòi em gửi ảnh, em sợ lắm',
  'cháu hàng xóm mới 11 tuổi mà phải bưng bê ở quán tới khuya',
  'thằng bé cuối xóm hay có vết bầm trên tay, hỏi thì nó không nói',
]
const tipSteps = ['5', 'bỏ qua', '3', '1', 'gửi']

/** Half of the contacts ask, three of ten tell something, the others chat. */
export function createScripts(questions: readonly string[], random: Random): MakeScript {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const some = (list: readonly string[], count: number) => Array.from({ length: count }, () => pick(list))
  return () => {
    const kind = random()
    if (kind < 0.5) return ['/start', ...some(questions, 4), pick(smallTalk)]
    if (kind < 0.8) return ['/baotin', pick(stories), ...tipSteps]
    return some(smallTalk, 4)
  }
}
