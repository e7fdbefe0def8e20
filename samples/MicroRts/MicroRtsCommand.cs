using System.CommandLine;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Samples.MicroRts.Serving;
using Masking.Training.CommandLine;

namespace Masking.Samples.MicroRts;

/// <summary>The command line of the sample.</summary>
public static class MicroRtsCommand
{
    private const int MaxCount = 1_000_000_000;
    private const int SpeedCycles = 2_000_000;

    private static readonly Option<string> Map = CommandOptions.ChoiceOption(
        "--map", "The map.", [.. Maps.All.Select(map => map.Name)]);

    private static readonly Option<string> Player = PlayerOption("--player", "Player 0, and the player of --serve.", "worker-rush");

    private static readonly Option<string> Opponent = PlayerOption("--opponent", "Player 1.", "biased-random");

    private static readonly Option<int> Games = CommandOptions.IntegerOption("--games", 1, MaxCount, 100, "The number of games.");

    private static readonly Option<int> Cycles = CommandOptions.IntegerOption(
        "--cycles", 1, MaxCount, 3000, "The number of cycles after which a game is a draw.");

    private static readonly Option<int> Seed = CommandOptions.IntegerOption(
        "--seed", 0, int.MaxValue, 1, "The seed of the random numbers. The same seed gives the same games.");

    private static readonly Option<bool> Watch = new("--watch") { Description = "Shows a game." };

    private static readonly Option<bool> Speed = new("--speed")
    {
        Description = $"Plays {SpeedCycles:N0} cycles between biased random players, with masks and observations, and reports the speed.",
    };

    private static readonly Option<int> Serve = CommandOptions.IntegerOption(
        "--serve", 0, ushort.MaxValue, 0, "Lets the player play in the original game, which connects to this port; 0 is any free port.");

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand command = new("Plays games of μRTS between two players, and reports how many each of them won.");
        Option[] options = [Map, Player, Opponent, Games, Cycles, Seed, Watch, Speed, Serve];
        Array.ForEach(options, command.Options.Add);
        command.Validators.Add(result =>
        {
            Option[] modes = [.. new Option[] { Watch, Speed, Serve }.Where(mode => result.GetResult(mode) is { Implicit: false })];
            if (modes.Length > 1)
            {
                string given = string.Join(" and ", modes.Select(mode => mode.Name));
                result.AddError($"expected one of {Watch.Name}, {Speed.Name} and {Serve.Name}, got {given}.");
            }
        });
        command.SetAction((parsed, token) => Task.Run(() => RunAsync(parsed, output, token), CancellationToken.None));
        return CommandHost.RunAsync(command, args, output, error, cancellationToken);
    }

    private static Option<string> PlayerOption(string name, string description, string defaultPlayer) => CommandOptions.ChoiceOption(
        name, description, [defaultPlayer, .. ScriptedPlayers.Names.Where(player => player != defaultPlayer)]);

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(Serve) is { Implicit: false })
        {
            await ServeAsync(parsed, output, cancellationToken);
        }
        else if (parsed.GetValue(Watch))
        {
            new GameScreen(CreateMatch(parsed, Player, Opponent), CommandHost.CreateConsole(output)).Play(cancellationToken);
        }
        else if (parsed.GetValue(Speed))
        {
            MeasureSpeed(parsed, output);
        }
        else
        {
            PlayGames(parsed, output, cancellationToken);
        }

        return cancellationToken.IsCancellationRequested ? CommandHost.InterruptedExitCode : 0;
    }

    private static async Task ServeAsync(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        string player = parsed.GetRequiredValue(Player);
        using GameServer server = new(
            parsed.GetValue(Serve), () => ScriptedPlayers.Create(player), parsed.GetValue(Seed), output);
        output.WriteLine($"{player} plays on port {server.Port} of this machine. Ctrl-C stops it.");
        await server.RunAsync(cancellationToken);
    }

    private static Match CreateMatch(ParseResult parsed, Option<string> first, Option<string> second) => new(
        Maps.Find(parsed.GetRequiredValue(Map)),
        ScriptedPlayers.Create(parsed.GetRequiredValue(first)),
        ScriptedPlayers.Create(parsed.GetRequiredValue(second)),
        parsed.GetValue(Cycles),
        parsed.GetValue(Seed));

    private static void MeasureSpeed(ParseResult parsed, TextWriter output)
    {
        Match match = new(
            Maps.Find(parsed.GetRequiredValue(Map)),
            ScriptedPlayers.Create("biased-random"),
            ScriptedPlayers.Create("biased-random"),
            parsed.GetValue(Cycles),
            parsed.GetValue(Seed));
        SpeedMeasurement measurement = new(match);
        measurement.Run(SpeedCycles / 10);
        output.WriteLine($"{measurement.Run(SpeedCycles):N0} cycles per second");
        output.WriteLine($"{measurement.MeasureCopies(SpeedCycles):F2} microseconds per copy of the state");
    }

    private static void PlayGames(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        Match match = CreateMatch(parsed, Player, Opponent);
        int games = 0;
        int[] wins = new int[GameState.Players];
        long cycles = 0;
        while (games < parsed.GetValue(Games) && !cancellationToken.IsCancellationRequested)
        {
            match.Restart();
            while (!match.IsOver && !cancellationToken.IsCancellationRequested)
            {
                match.Step();
            }

            games++;
            cycles += match.State.Time;
            if (match.State.Winner >= 0)
            {
                wins[match.State.Winner]++;
            }
        }

        output.WriteLine(
            $"{parsed.GetValue(Player)} won {wins[0]}, {parsed.GetValue(Opponent)} won {wins[1]} of {games} games, "
                + $"{games - wins[0] - wins[1]} draws; {(double)cycles / Math.Max(games, 1):F0} cycles per game");
    }
}
