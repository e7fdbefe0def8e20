using System.CommandLine;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.MicroRts.Players;
using Masking.Samples.MicroRts.Reproduction;
using Masking.Samples.MicroRts.Serving;
using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Samples.MicroRts;

/// <summary>The command line of the sample.</summary>
public static class MicroRtsCommand
{
    private const int MaxCount = 1_000_000_000;
    private const int SpeedCycles = 2_000_000;
    private const int PictureStates = 4;

    private static readonly Option<string> Map = CommandOptions.ChoiceOption(
        "--map", "The map.", [.. Maps.All.Select(map => map.Name)]);

    private static readonly Option<string> Player = PlayerOption(
        "--player", "Player 0, the player of --serve, and the opponent of --play.", PlayerFactory.Agent);

    private static readonly Option<string> Opponent = PlayerOption("--opponent", "Player 1.", "worker-rush");

    private static readonly Option<FileInfo> AgentFile = new("--agent")
    {
        Description =
            $"The model file of the player '{PlayerFactory.Agent}', for example {RunPolicy} of a training. It plays with all masks.",
        HelpName = "file",
        DefaultValueFactory = _ => PlayerFactory.TrainedAgent,
    };

    private const string RunPolicy = "policy.safetensors";

    private static readonly Option<int> Games = CommandOptions.IntegerOption(
        "--games", 1, MaxCount, 100, "The number of games. The players change sides after each.");

    private static readonly Option<int> Cycles = CommandOptions.IntegerOption(
        "--cycles", 1, MaxCount, Match.DefaultCycles, "The number of cycles after which a game is a draw.");

    private static readonly Option<int> Seed = CommandOptions.IntegerOption(
        "--seed", 0, int.MaxValue, 1, "The seed of the random numbers. The same seed gives the same games.");

    private static readonly Option<bool> Watch = new("--watch") { Description = "Shows a game." };

    private static readonly Option<bool> Play = new("--play") { Description = "Lets you play against the player, as player 1." };

    private static readonly Option<bool> Speed = new("--speed")
    {
        Description = $"Plays {SpeedCycles:N0} cycles between biased random players, with masks and observations, and reports the speed.",
    };

    private static readonly Option<int> Serve = CommandOptions.IntegerOption(
        "--serve", 0, ushort.MaxValue, 0, "Lets the player play in the original game, which connects to this port; 0 is any free port.");

    private static readonly Option<FileInfo> Picture = new("--picture")
    {
        Description = $"Writes a picture with {PictureStates} states of a game, a PNG file.",
        HelpName = "file",
    };

    /// <summary>The options that show a game, and the other options that each of them uses.</summary>
    private static readonly (Option Mode, Option[] Uses)[] Modes =
    [
        (Watch, [Map, Player, Opponent, AgentFile, Cycles, Seed]),
        (Play, [Map, Player, AgentFile, Cycles, Seed]),
        (Picture, [Map, Player, Opponent, AgentFile, Cycles, Seed]),
        (Speed, [Map, Cycles, Seed]),
        (Serve, [Player, AgentFile, Seed]),
    ];

    private static readonly Option<string> TrainingMasks = CommandOptions.ChoiceOption(
        "--masks", "The masks that the agent is trained with.", [.. MaskVariant.All.Select(variant => variant.Name)]);

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand command = new("Plays games of μRTS between two players, and reports how many each of them won.");
        Option[] options = [Map, Player, Opponent, AgentFile, Games, Cycles, Seed];
        Array.ForEach([.. options, .. Modes.Select(mode => mode.Mode)], command.Options.Add);
        Command[] trainings = [CreateTraining().CreateSubcommand("train"), MicroRtsReproduction.Create()];
        foreach (Command training in trainings)
        {
            command.Subcommands.Add(training);
            training.Validators.Add(result =>
            {
                if (command.Options.FirstOrDefault(option => result.Parent!.GetResult(option) is { Implicit: false }) is { } unused)
                {
                    result.AddError($"{unused.Name}: expected an option of '{training.Name}', which does not use the options of games.");
                }
            });
        }

        command.Validators.Add(result =>
        {
            (Option Mode, Option[] Uses)[] modes = [.. Modes.Where(mode => IsGiven(mode.Mode))];
            if (modes.Length > 1)
            {
                string given = string.Join(" and ", modes.Select(mode => mode.Mode.Name));
                result.AddError($"expected one of {string.Join(", ", Modes.Select(mode => mode.Mode.Name))}, got {given}.");
            }
            else if (modes is [(Option mode, Option[] uses)] && options.Except(uses).FirstOrDefault(IsGiven) is { } unused)
            {
                result.AddError(
                    $"{unused.Name}: expected an option that {mode.Name} uses, one of {string.Join(", ", uses.Select(use => use.Name))}.");
            }

            bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
        });
        command.SetAction((parsed, token) => Task.Run(() => RunAsync(parsed, output, token), CancellationToken.None));
        return CommandHost.RunAsync(command, args, output, error, cancellationToken);
    }

    /// <summary>Loads the agent if it is one of the players, after a check that it can play on the map.</summary>
    private static PlayerFactory CreatePlayers(ParseResult parsed, params Option<string>[] players)
    {
        GameMap map = Maps.Find(parsed.GetRequiredValue(Map));
        Board board = map.Start.Board;
        if (!AgentView.Supports(board)
            && players.FirstOrDefault(option => parsed.GetRequiredValue(option) == PlayerFactory.Agent) is { } option)
        {
            throw new UsageException(
                $"{option.Name}: the agent plays on boards of {MicroRtsPolicy.Size} × {MicroRtsPolicy.Size} cells, and {map.Name} has "
                    + $"{board.Width} × {board.Height}. Choose another player or another {Map.Name}.");
        }

        return new PlayerFactory(parsed.GetRequiredValue(AgentFile), players.Select(option => parsed.GetRequiredValue(option)));
    }

    private static TrainingCommand CreateTraining() =>
        new("microrts", "Trains an agent against scripted players and against itself.")
        {
            Title = "μRTS",
            DefaultSteps = MicroRtsTraining.DefaultSteps,
            BestReturn = AgentTrainer.BestReturn,
            ReturnLabel = MicroRtsTraining.ReturnLabel,
            Options = [TrainingMasks],
            OnCompleted = run => run.Output.WriteLine(((AgentTrainer)run.Trainers[0]).DescribeStrength(run.CancellationToken)),
            CreateTrainer = arguments => MicroRtsTraining.CreateTrainer(
                MaskVariant.Of(arguments.Parsed.GetRequiredValue(TrainingMasks)).Masks,
                MicroRtsTraining.Setup,
                MicroRtsTraining.Options with { Seed = arguments.Seed },
                arguments.Threads),
        };

    private static Option<string> PlayerOption(string name, string description, string defaultPlayer) => CommandOptions.ChoiceOption(
        name, description, [defaultPlayer, .. PlayerFactory.Names.Where(player => player != defaultPlayer)]);

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        if (parsed.GetResult(Serve) is { Implicit: false })
        {
            await ServeAsync(parsed, output, cancellationToken);
        }
        else if (parsed.GetValue(Watch))
        {
            WatchGame(parsed, CommandHost.CreateConsole(output), cancellationToken);
        }
        else if (parsed.GetValue(Play))
        {
            PlayGame(parsed, CommandHost.CreateConsole(output), cancellationToken);
        }
        else if (parsed.GetValue(Picture) is { } picture)
        {
            DrawGame(parsed, picture, cancellationToken);
        }
        else if (parsed.GetValue(Speed))
        {
            MeasureSpeed(parsed, output, cancellationToken);
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
        using PlayerFactory players = new(parsed.GetRequiredValue(AgentFile), player);
        using GameServer server = new(parsed.GetValue(Serve), () => players.Create(player), parsed.GetValue(Seed), output);
        output.WriteLine($"{player} plays on port {server.Port} of this machine. Ctrl-C stops it.");
        await server.RunAsync(cancellationToken);
    }

    private static void WatchGame(ParseResult parsed, IAnsiConsole console, CancellationToken cancellationToken) => WithPlayers(
        parsed, (player, opponent) => new GameScreen(CreateMatch(parsed, player, opponent), console).Play(cancellationToken));

    private static void PlayGame(ParseResult parsed, IAnsiConsole console, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected || !TrainingDisplay.IsLive(console))
        {
            throw new UsageException(
                $"{Play.Name}: expected a terminal with a keyboard and a movable cursor, got another, or an input or output that is "
                    + "redirected.");
        }

        PersonPlayer person = new(console, cancellationToken);
        using PlayerFactory players = CreatePlayers(parsed, Player);
        using IPlayer player = players.Create(parsed.GetRequiredValue(Player));
        PersonGame.Play(CreateMatch(parsed, player, person), person: 1, console, cancellationToken);
    }

    /// <summary>Draws states at equal distances, from the first to the last of a game.</summary>
    private static void DrawGame(ParseResult parsed, FileInfo picture, CancellationToken cancellationToken)
    {
        if (picture.Directory is not { Exists: true } || picture.Extension != ".png")
        {
            throw new UsageException(
                $"{Picture.Name}: expected a file in an existing folder, with a name that ends with .png, got '{picture.FullName}'.");
        }

        WithPlayers(parsed, (player, opponent) =>
        {
            // The game is played twice, because a long one has more states than fit in memory.
            int last = Play(_ => { });
            List<GameState> states = [];
            Play(state =>
            {
                while (states.Count < PictureStates && states.Count * last / (PictureStates - 1) == state.Time)
                {
                    states.Add(state.Clone());
                }
            });
            if (!cancellationToken.IsCancellationRequested)
            {
                GamePicture.Save(picture.FullName, states);
            }

            int Play(Action<GameState> visit)
            {
                Match match = CreateMatch(parsed, player, opponent);
                visit(match.State);
                while (!match.IsOver && !cancellationToken.IsCancellationRequested)
                {
                    match.Step();
                    visit(match.State);
                }

                return match.State.Time;
            }
        });
    }

    private static void PlayGames(ParseResult parsed, TextWriter output, CancellationToken cancellationToken) =>
        WithPlayers(parsed, (player, opponent) =>
        {
            GameSeries series = new(Maps.Find(parsed.GetRequiredValue(Map)), parsed.GetValue(Cycles), parsed.GetValue(Seed));
            SeriesResult result = series.Play(player, opponent, parsed.GetValue(Games), cancellationToken);
            output.WriteLine(
                $"{parsed.GetValue(Player)} won {result.Won}, {parsed.GetValue(Opponent)} won {result.Lost} of {result.Games} games, "
                    + $"{result.Drawn} draws; {(double)result.Cycles / Math.Max(result.Games, 1):F0} cycles per game");
        });

    private static void WithPlayers(ParseResult parsed, Action<IPlayer, IPlayer> run)
    {
        using PlayerFactory players = CreatePlayers(parsed, Player, Opponent);
        using IPlayer player = players.Create(parsed.GetRequiredValue(Player));
        using IPlayer opponent = players.Create(parsed.GetRequiredValue(Opponent));
        run(player, opponent);
    }

    private static Match CreateMatch(ParseResult parsed, IPlayer first, IPlayer second) =>
        new(Maps.Find(parsed.GetRequiredValue(Map)), first, second, parsed.GetValue(Cycles), parsed.GetValue(Seed));

    private static void MeasureSpeed(ParseResult parsed, TextWriter output, CancellationToken cancellationToken)
    {
        Match match = CreateMatch(parsed, ScriptedPlayers.Create("biased-random"), ScriptedPlayers.Create("biased-random"));
        SpeedMeasurement measurement = new(match);
        measurement.Run(SpeedCycles / 10, cancellationToken);
        double cyclesPerSecond = measurement.Run(SpeedCycles, cancellationToken);
        if (!cancellationToken.IsCancellationRequested)
        {
            output.WriteLine($"{cyclesPerSecond:N0} cycles per second");
            output.WriteLine($"{measurement.MeasureCopies(SpeedCycles):F2} microseconds per copy of the state");
        }
    }
}
