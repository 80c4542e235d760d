using System.Globalization;

namespace Adit.Linux.Interop;

/// <summary>The numbers of errno(3) we decide by, and the names an administrator can look up.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int ENETUNREACH = 101;
    public const int ETIMEDOUT = 110;
    public const int EHOSTUNREACH = 113;

    public static string Name(int number) => number switch
    {
        0 => "",
        EPERM => nameof(EPERM),
        ENOENT => nameof(ENOENT),
        ESRCH => nameof(ESRCH),
        EINTR => nameof(EINTR),
        5 => "EIO",
        6 => "ENXIO",
        9 => "EBADF",
        EAGAIN => nameof(EAGAIN),
        12 => "ENOMEM",
        13 => "EACCES",
        EBUSY => nameof(EBUSY),
        EEXIST => nameof(EEXIST),
        ENODEV => nameof(ENODEV),
        EINVAL => nameof(EINVAL),
        23 => "ENFILE",
        24 => "EMFILE",
        34 => "ERANGE",
        77 => "EBADFD",
        90 => "EMSGSIZE",
        95 => "EOPNOTSUPP",
        97 => "EAFNOSUPPORT",
        99 => "EADDRNOTAVAIL",
        100 => "ENETDOWN",
        ENETUNREACH => nameof(ENETUNREACH),
        105 => "ENOBUFS",
        ETIMEDOUT => nameof(ETIMEDOUT),
        EHOSTUNREACH => nameof(EHOSTUNREACH),
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {number}"),
    };
}
