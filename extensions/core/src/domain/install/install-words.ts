import type { ProblemWords } from '../problem.ts';

/** Why installing, seeding and uninstalling are refused. Who reads it sits at a terminal, mostly. */
export const INSTALL_WORDS = {
	reasons: {
		setup_running: [
			'另一个进程正在初始化此系统，请等它完成后再启动。',
			'Another process is setting this instance up. Start again when it has finished.',
		],
		install_running: ['另一个进程正在安装，请等它完成后再试。', 'Another process is installing now. Try again when it has finished.'],
		unknown_seed: ['{field}是“{value}”；请选 reference 或 demo。', '{field} is "{value}"; choose "reference" or "demo".'],
		unknown_roles: ['{field}是“{value}”；请选 granular 或 basic。', '{field} is "{value}"; choose "granular" or "basic".'],
		plugins_not_named: ['{field}没有填写；请写明插件，例如 --only abc。', '{field} is missing; name the plugins, such as --only abc.'],
		unknown_plugin: ['{field}中没有插件“{plugin}”；可选：{known}。', '{field} has no plugin "{plugin}"; choose from {known}.'],
		plugin_is_off: [
			'“{plugins}”已停用。请去掉 --dry-run 再安装：会先启用它。',
			'"{plugins}" is switched off. Run install without --dry-run: it is switched on first.',
		],
		plugins_remain: [
			'所有插件都依赖 core，而 {plugins} 仍在。请一并写明：--only {all}。',
			'Every plugin stands on core, and these are still installed: {plugins}. Name all of them: --only {all}.',
		],
		no_manifest: [
			'“{plugin}”由较早的版本安装，没有留下清单。请先运行一次 install --only {plugin} 生成清单，再删除。',
			'An earlier version installed "{plugin}" and kept no list of what it made. Run "install --only {plugin}" once, which writes it, then drop.',
		],
		collection_limit: [
			'未做任何改动。此 Directus 最多 {limit} 个数据集，还可以新建 {free} 个，而需要 {needed} 个。可以一起安装的插件：{possible}（用 --only 写明）。Directus 许可证可以提高上限；如已提高，请把 CRM_COLLECTION_LIMIT 设为该数。',
			'Nothing was changed. This Directus allows {limit} collections and has room for {free}; {needed} are needed. What fits together: {possible}; name it with --only. A licence key of Directus raises the limit; where it does, set CRM_COLLECTION_LIMIT to it.',
		],
		schema_conflict: [
			'已有同名字段，但类型不同：{path} 是 {found}，需要 {expected}。请将它改名或删除，再重新安装。',
			'A field exists with another type: {path} is {found}, we need {expected}. Rename or remove it, then install again.',
		],
		newer_schema: [
			'未做任何改动。数据库来自更新的版本：{plugin} 为第 {installed} 版，本程序为第 {shipped} 版。请启动更新的程序。',
			'Nothing was changed. The database is of a newer build: {plugin} has version {installed}, this build brings {shipped}. Start the newer build instead.',
		],
	},
} as const satisfies ProblemWords;
