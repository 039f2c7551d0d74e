import Glibc
import HallConsole

exit(Program.main())
