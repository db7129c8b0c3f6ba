import type { Messages } from './messages.ts'
import { scopesInSpanish } from './scopes.es.ts'

export const es: Messages = {
  lang: 'es',
  signInTitle: 'Iniciar sesión',
  signInTo: (account) => `Iniciar sesión en ${account}`,
  toContinueTo: (application) => `para continuar en ${application}`,
  userName: 'Nombre de usuario',
  password: 'Contraseña',
  signIn: 'Iniciar sesión',
  wrongCredentials: 'El nombre de usuario o la contraseña no son correctos.',
  missingCredentials: 'Escriba su nombre de usuario y su contraseña.',
  tooManyTries: (seconds) =>
    `Demasiados intentos. Espere ${seconds} segundos y vuelva a intentarlo.`,
  userBlocked: 'El operador de este servicio le ha bloqueado. Póngase en contacto con él.',

  changeTitle: 'Elija una contraseña nueva',
  passwordExpired: 'Su contraseña ha caducado.',
  passwordMustChange: 'Su contraseña la puso otra persona. Elija una que solo usted conozca.',
  currentPassword: 'Contraseña actual',
  newPassword: 'Contraseña nueva',
  repeatPassword: 'Repita la contraseña nueva',
  changePassword: 'Cambiar la contraseña',
  passwordsDiffer: 'Las dos contraseñas nuevas son distintas.',
  passwordRefused: 'Esa contraseña no se puede usar.',

  consentTitle: (application) => `¿Permitir ${application}?`,
  consentLead: (account) => `Pide acceso a su usuario en ${account}. Podrá:`,
  signedInAs: (user) => `Sesión iniciada como ${user}`,
  allow: 'Permitir',
  deny: 'No permitir',
  consentKept: 'Se recordará hasta que usted o un administrador lo retiren.',
  scopes: scopesInSpanish,
  unknownScope: (scope) => `Lo que ella llama «${scope}»`,
  leadsTo: (host) => `Después irá a ${host}.`,
  allRights: 'Hacer todo lo que usted puede hacer',

  logoutTitle: (account) => `¿Cerrar la sesión en ${account}?`,
  logoutLead: (user) => `Ha iniciado sesión como ${user} en todas las aplicaciones de esta cuenta.`,
  logOut: 'Cerrar sesión',
  loggedOutTitle: 'Ha cerrado la sesión',
  loggedOutLead: (account) => `Ya no tiene una sesión en ${account} en este navegador.`,

  forwardTitle: 'De vuelta a la aplicación',
  forwardLead: 'Vuelve a la aplicación.',
  forward: 'Continuar',

  callbackDoneTitle: 'Ha iniciado sesión',
  callbackDone: 'Puede cerrar esta ventana y seguir con su conversación.',
  callbackRefused: 'No se permitió nada, así que no se ha hecho nada. Puede cerrar esta ventana.',
  callbackExpired: 'Este enlace ya se usó o es demasiado antiguo. Pida otro en su conversación.',
  callbackFailed:
    'No se pudo completar el inicio de sesión. Cierre esta ventana e inténtelo de nuevo desde su conversación.',
  handOverTitle: 'Ya casi está',
  handOver: 'Vuelve a su conversación. Si esta ventana no se cierra, ciérrela usted.',

  errorTitle: 'No ha funcionado',
  errorOfApplication:
    'La aplicación que le ha traído aquí ha pedido algo que no es posible. Vuelva a ella e inténtelo de nuevo. Si se repite, avise a quien lleva la aplicación.',
  errorOfInteraction:
    'Esta página ha estado abierta demasiado tiempo o se ha abierto en otro navegador. Vuelva a la aplicación e inicie sesión de nuevo.',
  errorOfAccount: 'Esa cuenta no existe aquí o está fuera de servicio.',
  errorTooMany: 'Ha habido demasiadas peticiones. Espere un poco y vuelva a intentarlo.',
  errorOfForeignPost: 'Este formulario se envió desde otro sitio, así que no se ha hecho nada.',
  errorOurs: 'Algo ha fallado por nuestra parte. Vuelva a intentarlo en un momento.',
  errorCode: 'Código',
  requestId: 'Petición',
  forDevelopers: 'Para desarrolladores',
}
