using Masking;
using Masking.Training;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;
using Trainer = Masking.Training.PpoTrainer<
    My_Game.WizardPolicy.Observation, My_Game.WizardPolicy.Actions, My_Game.WizardPolicy.Distribution>;

namespace My_Game.Training;

/// <summary>A game in the terminal. You decide, and the agent gives advice: how probable each turn is for it.</summary>
public static class TerminalGame
{
    private static readonly Dictionary<char, Order> Keys = new()
    {
        ['w'] = Order.North, ['a'] = Order.West, ['s'] = Order.South, ['d'] = Order.East,
    };

    /// <summary>Plays until the game is over or you leave.</summary>
    /// <param name="trainer">The trainer, loaded from the last checkpoint of the training.</param>
    /// <param name="console">The terminal.</param>
    /// <param name="cancellationToken">Is canceled by Ctrl-C.</param>
    public static void Play(ITrainer trainer, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using IDisposable frozen = no_grad();
        using var batch = new WizardPolicy.Batch(environments: 1, Cellar.MaxSlimes);
        var policy = ((Trainer)trainer).Policy;
        var random = new RandomNumbers(Random.Shared.Next());
        var world = new WizardWorld();
        Cellar cellar = world.Cellar;
        world.Reset(random);
        while (!cellar.IsOver)
        {
            using DisposeScope scope = NewDisposeScope();
            world.WriteObservation(batch, row: 0);
            WizardPolicy.Distribution advice = policy.call(batch.Observation);
            Show(console, cellar, Describe(cellar, advice));

            char? key = ReadKey(cancellationToken);
            if (key is null or 'q')
            {
                return;
            }

            if (Turn(key.Value, cellar, advice) is var (order, target))
            {
                cellar.Play(order, target, random);
            }
        }

        Show(console, cellar, cellar.Hearts > 0 ? "[green3]The cellar is clean.[/]" : "[red1]The slimes have won.[/]");
    }

    /// <summary>Returns the turn of a key; null if it is not legal.</summary>
    private static (Order Order, int? Target)? Turn(char key, Cellar cellar, WizardPolicy.Distribution advice)
    {
        if (key == ' ')
        {
            WizardPolicy.Actions best = advice.Mode();
            return (best.CommandAt(0), best.TargetAt(0));
        }

        int target = key - '1';
        return Keys.TryGetValue(key, out Order order)
            ? cellar.IsLegal(order) ? (order, null) : null
            : cellar.IsInReach(cellar.Slimes.ElementAtOrDefault(target)) ? (Order.Spark, target) : null;
    }

    private static void Show(IAnsiConsole console, Cellar cellar, string text)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Clear();
        }

        console.Write(new Grid().AddColumns(2).AddRow(CellarDrawing.Draw(cellar), text));
        console.WriteLine();
    }

    /// <summary>Describes the keys, and the probability that the agent gives to each. What a mask forbids has no number.</summary>
    private static string Describe(Cellar cellar, WizardPolicy.Distribution advice)
    {
        float[] orders = advice.CommandProbs.data<float>().ToArray();
        float[] targets = advice.TargetProbs.data<float>().ToArray();
        IEnumerable<string> lines = Keys
            .Select(key => Line(key.Key, $"{key.Value}".ToLowerInvariant(), cellar.IsLegal(key.Value), orders[(int)key.Value]))
            .Concat(Enumerable.Range(0, Cellar.MaxSlimes).Select(slime => Line(
                (char)('1' + slime),
                $"spark at {slime + 1}",
                cellar.IsInReach(cellar.Slimes[slime]),
                orders[(int)Order.Spark] * targets[slime])));
        return $"{string.Join('\n', lines)}\n[grey]space  as the agent\nq      leave[/]";
    }

    private static string Line(char key, string turn, bool isLegal, float probability) =>
        isLegal ? $"{key}      {turn,-10} {probability,5:P0}" : $"[grey35]{key}      {turn}[/]";

    private static char? ReadKey(CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            int letter = Console.Read();
            return letter < 0 ? null : (char)letter;
        }

        while (!Console.KeyAvailable)
        {
            if (cancellationToken.WaitHandle.WaitOne(millisecondsTimeout: 20))
            {
                return null;
            }
        }

        return Console.ReadKey(intercept: true).KeyChar;
    }
}
