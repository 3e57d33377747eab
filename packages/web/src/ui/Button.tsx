import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from 'react'
import styles from './Button.module.css'

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  isBusy?: boolean
}

/** A button with a text. While busy it can't be pressed again, and keeps its width. */
export function Button({ look = 'plain', isBusy = false, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={styles.button}
      data-look={look}
      aria-busy={isBusy}
      disabled={disabled || isBusy}
    />
  )
}

type IconButtonProps = ComponentProps<'button'> & {
  label: string
  children: ReactNode
  size?: 'small' | 'medium'
}

/** A button that shows an icon only; its label is its name and its tooltip. */
export function IconButton({ label, size = 'medium', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={styles.icon}
      data-size={size}
      aria-label={label}
      title={label}
    />
  )
}
