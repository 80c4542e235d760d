namespace Adit.Interop.Tests.Lab;

/// <summary>Figures worth seeing where all is well, too; <c>./test</c> shows these lines.</summary>
internal static class Measured
{
    public static void Report(string figure) => Console.WriteLine($"measured: {figure}");
}
