using System.Text;

namespace Adit.Cli;

/// <summary>Reads a line at the terminal without showing it.</summary>
internal static class SecretPrompt
{
    /// <summary>Reads up to Enter. Ctrl-C is read as a key, since as a signal it would leave the read waiting.</summary>
    public static string Read(string prompt)
    {
        Console.TreatControlCAsInput = true;
        try
        {
            Console.Error.Write(prompt);
            return ReadKeys();
        }
        finally
        {
            Console.Error.WriteLine();
            Console.TreatControlCAsInput = false;
        }
    }

    private static string ReadKeys()
    {
        var secret = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                throw new OperationCanceledException();

            if (key.Key is ConsoleKey.Backspace)
                secret.Length = Math.Max(0, secret.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                secret.Append(key.KeyChar);
        }

        return secret.ToString();
    }
}
