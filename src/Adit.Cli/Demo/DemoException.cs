namespace Adit.Cli.Demo;

/// <summary>A step of the demonstration did not hold; the message says what came instead.</summary>
internal sealed class DemoException(string message) : Exception(message);
