import {
  Accessibility,
  Bell,
  Languages,
  LayoutList,
  Palette,
  Shield,
  Sliders,
  User,
} from 'lucide-react'

/** The sections of the settings, in order; their names are texts `section.<id>`. */
export const SECTIONS = [
  { id: 'profile', icon: User },
  { id: 'notifications', icon: Bell },
  { id: 'display', icon: Palette },
  { id: 'accessibility', icon: Accessibility },
  { id: 'language', icon: Languages },
  { id: 'sidebar', icon: LayoutList },
  { id: 'security', icon: Shield },
  { id: 'advanced', icon: Sliders },
] as const

export type SectionId = (typeof SECTIONS)[number]['id']

export function isSection(id: string): id is SectionId {
  return SECTIONS.some((section) => section.id === id)
}
