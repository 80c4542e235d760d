using System.Runtime.InteropServices;
using Adit.Linux.Interop;

namespace Adit.Linux;

/// <summary>The kernel, or a program that speaks for it, refused what we asked. Says what was asked, the errno, and what to do.</summary>
public sealed class LinuxException : Exception
{
    /// <summary>An answer of the kernel to <paramref name="operation"/>; <paramref name="remedy"/> is a sentence, or empty.</summary>
    public LinuxException(string operation, int errorNumber, string remedy = "")
        : base(Describe(operation, Errno.Name(errorNumber), Marshal.GetPInvokeErrorMessage(errorNumber), remedy))
    {
        Operation = operation;
        ErrorNumber = errorNumber;
        Remedy = remedy;
    }

    /// <summary>A failure that has words of its own in place of an errno, such as those of <c>nft</c> or the kernel's extended answer.</summary>
    public LinuxException(string operation, int errorNumber, string reason, string remedy)
        : base(Describe(operation, Errno.Name(errorNumber), reason, remedy))
    {
        Operation = operation;
        ErrorNumber = errorNumber;
        Remedy = remedy;
    }

    /// <summary>What was asked: a system call or a program, with the name of the thing it concerned.</summary>
    public string Operation { get; }

    /// <summary>The errno of errno(3), or 0 where there was none.</summary>
    public int ErrorNumber { get; }

    /// <summary>The errno's name, as in <c>EPERM</c>; empty where there was none.</summary>
    public string ErrorName => Errno.Name(ErrorNumber);

    /// <summary>What the administrator can do about it, as a sentence; empty where we know nothing better than the errno.</summary>
    public string Remedy { get; }

    private static string Describe(string operation, string name, string reason, string remedy)
    {
        var fact = name.Length > 0 ? $"{operation}: {name}, {reason}." : $"{operation}: {reason}.";
        return remedy.Length > 0 ? $"{fact} {remedy}" : fact;
    }
}
