import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
const cpu=()=>{const u=process.cpuUsage();return (u.user+u.system)/1000}
const pats = ['*a_','[','[a][','](','a|b\n-|-\n','a|','# a\n','- a\n','1. a\n','> a\n\n','a\n=\n','- \n','a* ','[^a]','\\','<','\n\n','| a | b |\n','**a** ','`a` ','http://a.b ','hello world. ','hello world.\n','- [ ] a\n','@ab ',':tada: ']
for(let i=0;i<3;i++) ReactMarkdown({children:'hello *w* `a` [a](http://b) '.repeat(100),remarkPlugins:[[remarkGfm,{singleTilde:false}]]})
for (const p of pats){ const r=[]; for (const N of [1000,2000,4000,8000]) { const pre=p.startsWith('| a')?'|a|b|\n|-|-|\n':''; const s=pre+p.repeat(Math.floor(N/p.length)); const t=cpu(); let e=''; try{ ReactMarkdown({children:s,remarkPlugins:[[remarkGfm,{singleTilde:false}]]}) }catch(x){e='E'} r.push((cpu()-t).toFixed(0)+e) } console.log(JSON.stringify(p), r.join(' ')) }
