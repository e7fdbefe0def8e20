using Masking.Samples.Nim;

using NimPolicy.Player player = new(Path.Join(AppContext.BaseDirectory, "nim.onnx"), environments: 1);
new NimGame(player, Console.In, Console.Out).Play(coins: 11);
