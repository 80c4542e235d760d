namespace Adit.Interop.Tests;

/// <summary>Codes that an administrator reads and searches for; they never change their meaning.</summary>
internal static class FailureCodes
{
    public const string WrongCredentials = "NPS-016";
}
